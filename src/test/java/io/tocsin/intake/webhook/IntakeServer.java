package io.tocsin.intake.webhook;

import io.micrometer.core.instrument.MeterRegistry;
import io.tocsin.channel.ChannelType;
import io.tocsin.channel.SendResult;
import io.tocsin.channel.Target;
import io.tocsin.channel.TargetSource;
import io.tocsin.channel.Targets;
import io.tocsin.channel.config.Fallbacks;
import io.tocsin.channel.http.ConnectionsConfiguration;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.boot.context.properties.ConfigurationPropertiesScan;
import org.springframework.boot.web.server.servlet.context.ServletWebServerApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.ComponentScan;
import org.springframework.context.annotation.Import;
import org.springframework.core.env.Environment;

/** Intake and security on a real web server, with an outbox in memory and targets named in {@code test.targets}. */
public final class IntakeServer implements AutoCloseable {

    public static final String TOKEN = "webhook-token-of-the-test";
    public static final String PASSWORD = "operator-password-of-the-test";
    public static final Instant NOW = Instant.parse("2026-11-22T10:00:00Z");
    static final String WEBHOOK = "/webhooks/alertmanager";

    private final ServletWebServerApplicationContext context;
    private final HttpClient client =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

    private IntakeServer(ServletWebServerApplicationContext context) {
        this.context = context;
    }

    /** No {@code @Configuration}, so that the scan of the real application does not find it. */
    @EnableAutoConfiguration
    @Import(ConnectionsConfiguration.class)
    @ComponentScan({"io.tocsin.alert", "io.tocsin.intake", "io.tocsin.audit", "io.tocsin.security"})
    @ConfigurationPropertiesScan({"io.tocsin.alert", "io.tocsin.intake", "io.tocsin.audit", "io.tocsin.security"})
    static class Application {

        @Bean
        RecordingOutbox outbox() {
            return new RecordingOutbox();
        }

        @Bean
        InstantSource clock() {
            return InstantSource.fixed(NOW);
        }

        @Bean
        Fallbacks fallbacks(Targets targets) {
            return new Fallbacks(Map.of(), targets.all());
        }

        @Bean
        Targets targets(Environment environment) {
            String[] names = environment.getProperty("test.targets", String[].class, new String[0]);
            TargetSource source =
                    () -> Stream.of(names).map(IntakeServer::target).toList();
            return new Targets(List.of(source));
        }
    }

    private static Target target(String name) {
        return new Target(
                name, ChannelType.EMAIL, null, !name.contains("firing-only"), message -> SendResult.delivered());
    }

    /** Starts with these settings, {@code name=value}, on a free port. */
    public static IntakeServer start(String... settings) {
        Map<String, String> arguments = new LinkedHashMap<>(Map.of(
                "server.port", "0",
                "server.address", "127.0.0.1",
                "management.endpoint.health.validate-group-membership", "false",
                "tocsin.security.webhook-token", TOKEN,
                "tocsin.security.operator.password", PASSWORD,
                "tocsin.security.events-token", "events-token-of-the-test"));
        for (String setting : settings) {
            int equals = setting.indexOf('=');
            arguments.put(setting.substring(0, equals), setting.substring(equals + 1));
        }
        return new IntakeServer((ServletWebServerApplicationContext) new SpringApplicationBuilder(Application.class)
                .run(arguments.entrySet().stream()
                        .map(argument -> "--" + argument.getKey() + "=" + argument.getValue())
                        .toArray(String[]::new)));
    }

    public int port() {
        return Objects.requireNonNull(context.getWebServer()).getPort();
    }

    public RecordingOutbox outbox() {
        return context.getBean(RecordingOutbox.class);
    }

    /** How many webhooks were counted with the outcome. */
    public double counted(String outcome) {
        return context.getBean(MeterRegistry.class)
                .get("tocsin.webhook.notifications")
                .tag("outcome", outcome)
                .counter()
                .count();
    }

    /** A request to a path, to be completed. */
    public HttpRequest.Builder request(String path) {
        return HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port() + path))
                .timeout(Duration.ofSeconds(60));
    }

    public HttpResponse<String> send(HttpRequest.Builder request) {
        try {
            return client.send(request.build(), BodyHandlers.ofString());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    public HttpResponse<String> get(String path, String... headers) {
        HttpRequest.Builder request = request(path);
        if (headers.length > 0) {
            request.headers(headers);
        }
        return send(request);
    }

    /** Posts a webhook as Alertmanager does. */
    HttpResponse<String> post(byte[] body) {
        return send(request(WEBHOOK)
                .header("Authorization", "Bearer " + TOKEN)
                .header("Content-Type", "application/json")
                .POST(BodyPublishers.ofByteArray(body)));
    }

    HttpResponse<String> post(String body) {
        return post(body.getBytes(StandardCharsets.UTF_8));
    }

    public static String basic(String user, String password) {
        return "Basic " + Base64.getEncoder().encodeToString((user + ":" + password).getBytes(StandardCharsets.UTF_8));
    }

    @Override
    public void close() {
        context.close();
    }
}
