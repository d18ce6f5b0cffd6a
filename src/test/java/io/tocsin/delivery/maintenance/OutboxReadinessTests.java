package io.tocsin.delivery.maintenance;

import static org.assertj.core.api.Assertions.assertThat;

import io.tocsin.TocsinApplication;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.Statement;
import java.time.Duration;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.boot.SpringApplication;
import org.springframework.context.ConfigurableApplicationContext;

class OutboxReadinessTests {

    private final HttpClient client = HttpClient.newHttpClient();

    @TempDir
    Path folder;

    private ConfigurableApplicationContext service;
    private String base;

    @BeforeEach
    void start() {
        service = SpringApplication.run(
                TocsinApplication.class,
                "--server.port=0",
                "--server.address=127.0.0.1",
                "--tocsin.delivery.store.path=" + folder.resolve("outbox.db"),
                "--tocsin.security.webhook-token=a-token-of-the-test");
        base = "http://127.0.0.1:" + service.getEnvironment().getProperty("local.server.port");
    }

    @AfterEach
    void stop() {
        service.close();
    }

    @Test
    void a_store_that_takes_no_writes_is_not_ready_and_is_again_without_a_restart() throws Exception {
        assertThat(get("/health/ready").statusCode()).isEqualTo(200);
        try (Connection other = DriverManager.getConnection("jdbc:sqlite:" + folder.resolve("outbox.db"));
                Statement statement = other.createStatement()) {
            statement.execute("BEGIN EXCLUSIVE");

            // Nobody sends anything: the service notices by itself.
            awaitStatus("/health/ready", 503);
            assertThat(get("/health").statusCode()).isEqualTo(503);
            assertThat(get("/health/live").statusCode()).isEqualTo(200);
            assertThat(get("/metrics").statusCode()).isEqualTo(200);
            HttpResponse<String> refused = post();
            assertThat(refused.statusCode()).isEqualTo(503);
            assertThat(refused.headers().firstValue("Retry-After")).isPresent();

            statement.execute("ROLLBACK");
        }
        awaitStatus("/health/ready", 200);
        assertThat(post().statusCode()).isEqualTo(200);
    }

    private void awaitStatus(String path, int status) {
        Awaitility.await().atMost(Duration.ofMinutes(1)).until(() -> get(path).statusCode() == status);
    }

    private HttpResponse<String> get(String path) throws Exception {
        return client.send(HttpRequest.newBuilder(URI.create(base + path)).build(), BodyHandlers.ofString());
    }

    private HttpResponse<String> post() throws Exception {
        HttpRequest request = HttpRequest.newBuilder(URI.create(base + "/webhooks/alertmanager"))
                .header("Authorization", "Bearer a-token-of-the-test")
                .POST(BodyPublishers.ofString(
                        "{\"alerts\":[{\"status\":\"firing\",\"labels\":{\"alertname\":\"A\"}}]}"))
                .build();
        return client.send(request, BodyHandlers.ofString());
    }
}
