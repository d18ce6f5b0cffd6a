package io.tocsin.metrics.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.tocsin.metrics.RunningService;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class HttpMetersTests {

    @TempDir
    private static Path folder;

    private static RunningService service;

    @BeforeAll
    static void start() {
        service = RunningService.start(folder);
    }

    @AfterAll
    static void stop() {
        service.close();
    }

    private static void awaitLines(String... lines) {
        // A request is counted when its answer has left, so that a scrape may be quicker.
        await().untilAsserted(() -> assertThat(service.scrape()).contains(lines));
    }

    @Test
    void a_request_is_counted_by_method_route_and_status() {
        assertThat(service.get("/health/live").statusCode()).isEqualTo(200);
        awaitLines(
                "# TYPE http_requests_total counter",
                "http_requests_total{endpoint=\"/health/**\",method=\"GET\",status=\"200\"} 1.0",
                "# TYPE http_request_duration_seconds histogram",
                "http_request_duration_seconds_count{endpoint=\"/health/**\",method=\"GET\"} 1");
    }

    @Test
    void spring_boots_names_are_there_only_when_wanted(@TempDir Path other) {
        assertThat(service.scrape()).noneMatch(line -> line.contains("http_server_requests"));
        try (RunningService wanted = RunningService.start(other, "tocsin.metrics.http.server-requests=true")) {
            assertThat(wanted.get("/health/live").statusCode()).isEqualTo(200);
            assertThat(wanted.get("/nothing/here").statusCode()).isEqualTo(401);
            await().untilAsserted(() -> assertThat(wanted.scrape())
                    .anyMatch(line -> line.startsWith("http_server_requests_seconds_count{")
                            && line.contains("method=\"GET\",outcome=\"SUCCESS\",status=\"200\",uri=\"/health/**\"")
                            && line.endsWith("} 1"))
                    .anyMatch(line -> line.startsWith("http_server_requests_seconds_count{")
                            && line.contains("outcome=\"CLIENT_ERROR\""))
                    .anyMatch(line -> line.startsWith("http_server_requests_seconds_max{")));
        }
    }

    @Test
    void the_bounds_serve_an_alert_at_two_seconds_and_objectives() {
        service.get("/health");
        await().untilAsserted(() -> assertThat(service.scrape().stream()
                        .filter(line -> line.startsWith(
                                "http_request_duration_seconds_bucket{endpoint=\"/health\",method=\"GET\",le="))
                        .map(line -> line.replaceAll(".*le=\"([^\"]+)\".*", "$1"))
                        .toList())
                .containsExactly(
                        "0.005", "0.01", "0.025", "0.05", "0.1", "0.25", "0.5", "1.0", "2.0", "5.0", "10.0", "+Inf"));
    }

    @Test
    void unknown_paths_and_methods_are_one_value_each() {
        for (int i = 0; i < 5; i++) {
            assertThat(service.post("/webhooks/secret-" + i, RunningService.WEBHOOK_TOKEN, "{}")
                            .statusCode())
                    .isEqualTo(404);
            service.send(service.request("/api/v1/events/trades")
                    .header("Authorization", "Bearer " + RunningService.EVENTS_TOKEN)
                    .method("BREW", BodyPublishers.noBody()));
        }
        awaitLines("http_requests_total{endpoint=\"UNKNOWN\",method=\"POST\",status=\"404\"} 5.0");
        List<String> lines = service.scrape();
        assertThat(lines).noneMatch(line -> line.contains("secret-") || line.contains("BREW"));
        assertThat(lines)
                .anyMatch(line -> line.startsWith("http_requests_total{endpoint=\"UNKNOWN\",method=\"UNKNOWN\""));
    }

    @Test
    void a_caller_who_is_not_let_in_is_counted() {
        assertThat(service.post("/webhooks/alertmanager", "wrong", "{}").statusCode())
                .isEqualTo(401);
        awaitLines("http_requests_total{endpoint=\"UNKNOWN\",method=\"POST\",status=\"401\"} 1.0");
    }

    @Test
    void open_connections_are_a_gauge() {
        assertThat(service.scrape())
                .contains("# TYPE http_active_connections gauge")
                .anyMatch(line -> line.startsWith("http_active_connections ")
                        && Double.parseDouble(line.substring(line.indexOf(' '))) >= 1);
    }

    @Test
    void the_meters_of_the_runtime_stay_and_those_replaced_are_gone() {
        List<String> lines = service.scrape();
        assertThat(lines)
                .anyMatch(line -> line.startsWith("jvm_memory_used_bytes{"))
                .anyMatch(line -> line.startsWith("process_cpu_usage "))
                .anyMatch(line -> line.startsWith("tomcat_threads_busy_threads{"))
                .anyMatch(line -> line.startsWith("logback_events_total{"))
                .noneMatch(line -> line.startsWith("http_server_requests"));
    }

    @Test
    void endpoints_beyond_the_most_are_one_value() {
        Endpoints endpoints = new Endpoints(2);
        assertThat(endpoints.label("/a")).isEqualTo("/a");
        assertThat(endpoints.label("/b")).isEqualTo("/b");
        assertThat(endpoints.label("/c")).isEqualTo("other");
        assertThat(endpoints.label("/a")).isEqualTo("/a");
        assertThat(endpoints.label(null)).isEqualTo("UNKNOWN");
        assertThat(endpoints.label("/**")).isEqualTo("UNKNOWN");
    }
}
