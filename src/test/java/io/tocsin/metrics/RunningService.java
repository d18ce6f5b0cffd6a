package io.tocsin.metrics;

import io.tocsin.TocsinApplication;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.springframework.boot.SpringApplication;
import org.springframework.context.ConfigurableApplicationContext;

/** The whole service on a free port, with its store in a folder of the test. */
public final class RunningService implements AutoCloseable {

    public static final String EVENTS_TOKEN = "events-token-of-the-test";
    public static final String WEBHOOK_TOKEN = "webhook-token-of-the-test";

    private final ConfigurableApplicationContext context;
    private final HttpClient client =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

    private RunningService(ConfigurableApplicationContext context) {
        this.context = context;
    }

    /** Starts with these settings, {@code name=value}. */
    public static RunningService start(Path folder, String... settings) {
        List<String> arguments = new ArrayList<>(List.of(
                "--server.port=0",
                "--server.address=127.0.0.1",
                "--tocsin.delivery.store.path=" + folder.resolve("outbox.db"),
                "--tocsin.security.webhook-token=" + WEBHOOK_TOKEN,
                "--tocsin.security.events-token=" + EVENTS_TOKEN,
                "--tocsin.security.operator.password=operator-password-of-the-test"));
        for (String setting : settings) {
            arguments.add("--" + setting);
        }
        return new RunningService(SpringApplication.run(TocsinApplication.class, arguments.toArray(String[]::new)));
    }

    public int port() {
        return Integer.parseInt(context.getEnvironment().getRequiredProperty("local.server.port"));
    }

    public HttpRequest.Builder request(String path) {
        return HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port() + path))
                .timeout(Duration.ofSeconds(60));
    }

    public HttpResponse<String> get(String path) {
        return send(request(path));
    }

    public HttpResponse<String> post(String path, String token, String body, String... headers) {
        HttpRequest.Builder request = request(path).header("Authorization", "Bearer " + token);
        if (headers.length > 0) {
            request.headers(headers);
        }
        return send(request.POST(BodyPublishers.ofString(body)));
    }

    /** The lines of a scrape in the text format. */
    public List<String> scrape() {
        return get("/metrics").body().lines().toList();
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

    @Override
    public void close() {
        context.close();
    }
}
