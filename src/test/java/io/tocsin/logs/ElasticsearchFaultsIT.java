package io.tocsin.logs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.tocsin.backing.ElasticsearchServer;
import io.tocsin.backing.ElasticsearchServer.Version;
import io.tocsin.metrics.RunningService;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Elasticsearch fails in each way, and nothing but the log queries notices. */
class ElasticsearchFaultsIT {

    static final String OPERATOR = "Basic "
            + Base64.getEncoder()
                    .encodeToString("operator:operator-password-of-the-test".getBytes(StandardCharsets.UTF_8));

    @TempDir
    private static Path folder;

    private static ElasticsearchServer elasticsearch;
    private static RunningService service;

    @BeforeAll
    static void start() {
        Version version = Version.newest();
        elasticsearch = ElasticsearchServer.start(version, 0, "512m");
        elasticsearch.send("PUT", "/app-logs-2020.01.01", "{}");
        service = RunningService.start(
                folder,
                "spring.elasticsearch.uris=" + elasticsearch.url(),
                "tocsin.logs.compatibility=" + version.major(),
                "tocsin.logs.timeout=2s",
                "tocsin.logs.max-concurrent=2",
                "tocsin.logs.counts.interval=5s",
                "tocsin.check.interval=500ms",
                "tocsin.check.timeout=400ms");
    }

    @AfterAll
    static void stop() {
        service.close();
        elasticsearch.close();
    }

    private static HttpResponse<String> logs(String path) {
        return service.send(service.request("/api/v1/logs" + path).header("Authorization", OPERATOR));
    }

    private static void awaitHealth(String status) {
        await().atMost(Duration.ofSeconds(60))
                .until(() -> service.get("/health/elasticsearch").body().contains("\"status\":\"" + status + "\""));
    }

    private static void assertAlertsArrive() {
        assertThat(service.post("/webhooks/alertmanager", RunningService.WEBHOOK_TOKEN, "{}")
                        .statusCode())
                .isEqualTo(200);
        assertThat(service.get("/health/ready").statusCode()).isEqualTo(200);
    }

    @Test
    void a_cluster_that_hangs_and_one_that_dies_hold_up_nobody() {
        awaitHealth("UP");
        await().atMost(Duration.ofSeconds(60))
                .until(() -> elasticsearch
                        .send("GET", "/_index_template/tocsin-app-logs", "")
                        .path("index_templates")
                        .has(0));
        await().atMost(Duration.ofSeconds(60))
                .until(() -> elasticsearch
                        .send("GET", "/app-logs-2020.01.01/_alias", "")
                        .has("error"));
        elasticsearch.bulk(
                LogDocuments.today("app-logs"),
                IntStream.range(0, 7)
                        .mapToObj(n -> LogDocuments.ecs(Instant.now(), "ERROR", "burst", "a.B", "m" + n))
                        .toList());
        assertThat(logs("/errors").statusCode()).isEqualTo(200);
        await().atMost(Duration.ofSeconds(60))
                .untilAsserted(() -> assertThat(service.scrape())
                        .contains("elasticsearch_up 1.0", "tocsin_log_events{level=\"ERROR\",service=\"burst\"} 7.0"));
        hangs();
        assertThat(logs("/errors").statusCode()).isEqualTo(200);
        dies();
    }

    private static void hangs() {
        elasticsearch.pause();
        try {
            List<CompletableFuture<HttpResponse<String>>> asked = new ArrayList<>();
            long start = System.nanoTime();
            for (int n = 0; n < 12; n++) {
                asked.add(CompletableFuture.supplyAsync(() -> logs("/summary"), task -> new Thread(task).start()));
            }
            assertAlertsArrive();
            List<HttpResponse<String>> answers =
                    asked.stream().map(CompletableFuture::join).toList();
            assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(30));
            assertThat(answers).allSatisfy(answer -> {
                assertThat(answer.statusCode()).isEqualTo(503);
                assertThat(answer.headers().firstValue("Retry-After")).isPresent();
            });
            assertThat(answers).anySatisfy(answer -> assertThat(answer.body()).contains("max-concurrent"));
            assertThat(answers).anySatisfy(answer -> assertThat(answer.body()).contains("does not answer in time"));
            awaitHealth("DOWN");
            assertThat(service.scrape()).contains("elasticsearch_up 0.0");
        } finally {
            elasticsearch.resume();
        }
        awaitHealth("UP");
    }

    /** Whether a thread of a request has handed its query over to the client and waits for the answer. */
    private static boolean queryWaits() {
        return Thread.getAllStackTraces().values().stream()
                .map(frames -> Arrays.stream(frames)
                        .map(frame -> frame.getClassName() + "." + frame.getMethodName())
                        .toList())
                .anyMatch(frames -> frames.contains("java.util.concurrent.CompletableFuture.get")
                        && frames.contains("io.tocsin.logs.query.LogQueries.page"));
    }

    private static void dies() {
        elasticsearch.pause();
        CompletableFuture<HttpResponse<String>> asked =
                CompletableFuture.supplyAsync(() -> logs("/search"), task -> new Thread(task).start());
        await("the query to be under way").atMost(Duration.ofSeconds(2)).until(ElasticsearchFaultsIT::queryWaits);
        elasticsearch.close();
        assertThat(asked.join().statusCode()).isEqualTo(503);
        HttpResponse<String> after = logs("/search");
        assertThat(after.statusCode()).isEqualTo(503);
        assertThat(after.body()).doesNotContain("127.0.0.1");
        awaitHealth("DOWN");
        await().atMost(Duration.ofSeconds(60))
                .until(() -> service.scrape().stream().noneMatch(line -> line.startsWith("tocsin_log_events{")));
        assertAlertsArrive();
    }
}
