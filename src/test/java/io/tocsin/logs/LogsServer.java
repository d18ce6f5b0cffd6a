package io.tocsin.logs;

import io.tocsin.backing.ElasticsearchServer;
import io.tocsin.check.CheckProperties;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Objects;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.boot.context.properties.ConfigurationPropertiesScan;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.web.server.servlet.context.ServletWebServerApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.ComponentScan;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The log queries and security on a real web server, as the operator calls them. */
public final class LogsServer implements AutoCloseable {

    private static final JsonMapper JSON = new JsonMapper();
    /** What the operator shows in the header {@code Authorization}. */
    public static final String OPERATOR = "Basic "
            + Base64.getEncoder().encodeToString("operator:a-password-of-the-test".getBytes(StandardCharsets.UTF_8));

    private final ServletWebServerApplicationContext context;
    private final HttpClient client =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

    private LogsServer(ServletWebServerApplicationContext context) {
        this.context = context;
    }

    /** No {@code @Configuration}, so that the scan of the real application does not find it. */
    @EnableAutoConfiguration
    @ComponentScan({"io.tocsin.audit", "io.tocsin.logging", "io.tocsin.logs", "io.tocsin.security", "io.tocsin.web"})
    @ConfigurationPropertiesScan({
        "io.tocsin.audit",
        "io.tocsin.logging",
        "io.tocsin.logs",
        "io.tocsin.security",
        "io.tocsin.web"
    })
    @EnableConfigurationProperties(CheckProperties.class)
    static class Application {

        @Bean
        InstantSource clock() {
            return InstantSource.system();
        }
    }

    /** Starts with these settings, {@code name=value}, on a free port. */
    public static LogsServer start(String... settings) {
        List<String> arguments = new ArrayList<>(List.of(
                "--server.port=0",
                "--server.address=127.0.0.1",
                "--management.endpoint.health.validate-group-membership=false",
                "--tocsin.security.webhook-token=a-token-of-the-test",
                "--tocsin.security.operator.password=a-password-of-the-test",
                "--tocsin.security.events-token=an-events-token-of-the-test"));
        for (String setting : settings) {
            arguments.add("--" + setting);
        }
        return new LogsServer((ServletWebServerApplicationContext)
                new SpringApplicationBuilder(Application.class).run(arguments.toArray(String[]::new)));
    }

    /** Reads these indices of a server. */
    public static LogsServer reading(ElasticsearchServer server, String index, String... settings) {
        List<String> all = new ArrayList<>(List.of(
                "spring.elasticsearch.uris=" + server.url(),
                "tocsin.logs.compatibility=" + server.version().major(),
                "tocsin.logs.index=" + index));
        all.addAll(List.of(settings));
        return start(all.toArray(String[]::new));
    }

    public <T> T bean(Class<T> type) {
        return context.getBean(type);
    }

    /** A path below {@code /api/v1/logs} with parameters, name, value, name, value. */
    public URI uri(String path, String... parameters) {
        StringBuilder uri = new StringBuilder("http://127.0.0.1:"
                + Objects.requireNonNull(context.getWebServer()).getPort() + "/api/v1/logs" + path);
        for (int n = 0; n < parameters.length; n += 2) {
            uri.append(n == 0 ? '?' : '&')
                    .append(parameters[n])
                    .append('=')
                    .append(URLEncoder.encode(parameters[n + 1], StandardCharsets.UTF_8));
        }
        return URI.create(uri.toString());
    }

    /** The answer to a question at {@link #uri}. */
    public HttpResponse<String> get(String path, String... parameters) {
        HttpRequest request = HttpRequest.newBuilder(uri(path, parameters))
                .header("Authorization", OPERATOR)
                .timeout(Duration.ofSeconds(60))
                .build();
        try {
            return client.send(request, BodyHandlers.ofString());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    /** The body of an answer that must be 200. */
    public JsonNode json(String path, String... parameters) {
        HttpResponse<String> answer = get(path, parameters);
        if (answer.statusCode() != 200) {
            throw new AssertionError(answer.statusCode() + " " + answer.body());
        }
        return JSON.readTree(answer.body());
    }

    @Override
    public void close() {
        context.close();
    }
}
