package io.tocsin.check;

import static org.assertj.core.api.Assertions.assertThat;

import io.tocsin.TocsinApplication;
import io.tocsin.standin.SlackStandIn;
import java.io.IOException;
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
import java.util.Map;
import org.awaitility.Awaitility;
import org.springframework.boot.SpringApplication;
import org.springframework.context.ConfigurableApplicationContext;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The whole service, looking five times a second at what its arguments name. */
final class WatchingService implements AutoCloseable {

    private static final JsonMapper JSON = new JsonMapper();

    private final HttpClient client = HttpClient.newHttpClient();
    private final SlackStandIn slack = new SlackStandIn();
    private final ConfigurableApplicationContext service;
    private final String base;
    private int alerts;

    WatchingService(Path folder, String... arguments) {
        List<String> all = new ArrayList<>(List.of(arguments));
        Map.of(
                        "server.port", "0",
                        "server.address", "127.0.0.1",
                        "tocsin.delivery.store.path",
                                folder.resolve("outbox.db").toString(),
                        "tocsin.security.webhook-token", "a-token-of-the-test",
                        "tocsin.channel.slack.ops.webhook-url",
                                slack.webhookUrl().toString(),
                        "tocsin.alert.routes[0].targets", "ops",
                        "tocsin.check.interval", "500ms",
                        "tocsin.check.timeout", "400ms")
                .forEach((name, value) -> {
                    String option = "--" + name + "=";
                    if (all.stream().noneMatch(argument -> argument.startsWith(option))) {
                        all.add(option + value);
                    }
                });
        service = SpringApplication.run(TocsinApplication.class, all.toArray(String[]::new));
        base = "http://127.0.0.1:" + service.getEnvironment().getProperty("local.server.port");
    }

    boolean has(Class<?> bean) {
        return service.getBeanNamesForType(bean).length > 0;
    }

    /** What people are shown of a watched thing. */
    CheckReport report(String id) {
        return service.getBean(CheckReports.class).all().stream()
                .filter(report -> report.id().equals(id))
                .findFirst()
                .orElseThrow();
    }

    HttpResponse<String> get(String path) {
        return send(HttpRequest.newBuilder(URI.create(base + path)).build());
    }

    /** A component of health, without failing when it is down. */
    JsonNode health(String component) {
        return JSON.readTree(get("/health").body()).path("components").path(component);
    }

    void awaitHealth(String component, String status, String reason) {
        Awaitility.await()
                .atMost(Duration.ofSeconds(30))
                .pollInterval(Duration.ofMillis(50))
                .until(() -> {
                    JsonNode shown = health(component);
                    return shown.path("status").asString("").equals(status)
                            && shown.path("details").path("reason").asString("").contains(reason);
                });
    }

    String metrics() {
        HttpResponse<String> scrape = get("/metrics");
        if (scrape.statusCode() != 200) {
            throw new AssertionError("the scrape answered " + scrape.statusCode());
        }
        return scrape.body();
    }

    /** What is watched is down, and that is all: alerts are taken in and delivered. */
    void assertServes() {
        assertThat(get("/health").statusCode()).isEqualTo(503);
        assertThat(get("/health/ready").statusCode()).isEqualTo(200);
        assertThat(get("/health/live").statusCode()).isEqualTo(200);
        int delivered = slack.received().size();
        assertThat(postAlert()).isEqualTo(200);
        Awaitility.await()
                .atMost(Duration.ofSeconds(30))
                .until(() -> slack.received().size() > delivered);
    }

    private int postAlert() {
        String alert = "{\"alerts\":[{\"status\":\"firing\",\"labels\":{\"alertname\":\"A" + ++alerts + "\"}}]}";
        return send(HttpRequest.newBuilder(URI.create(base + "/webhooks/alertmanager"))
                        .header("Authorization", "Bearer a-token-of-the-test")
                        .POST(BodyPublishers.ofString(alert))
                        .build())
                .statusCode();
    }

    private HttpResponse<String> send(HttpRequest request) {
        try {
            return client.send(request, BodyHandlers.ofString());
        } catch (IOException e) {
            throw new AssertionError(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError(e);
        }
    }

    @Override
    public void close() {
        service.close();
        slack.close();
    }
}
