package io.tocsin.logs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.tocsin.metrics.RunningService;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A cluster that never stops answering, and never comes to an end. */
class SlowClusterIT {

    private static final List<String> QUESTIONS = List.of("/errors", "/summary", "/search?q=x", "/export");

    @TempDir
    private Path folder;

    @Test
    void each_question_ends_in_its_time_and_leaves_nothing_behind() throws Exception {
        long threadsBefore = clientThreads();
        try (TricklingCluster cluster = new TricklingCluster()) {
            try (RunningService service = RunningService.start(
                    folder,
                    "spring.elasticsearch.uris=" + cluster.url(),
                    "tocsin.logs.timeout=1s",
                    "tocsin.logs.max-concurrent=4",
                    "tocsin.logs.counts.enabled=false",
                    "tocsin.check.timeout=500ms")) {
                asked(service);
                int before = cluster.asked();
                long threads = clientThreads();
                for (int round = 0; round < 5; round++) {
                    asked(service);
                }
                assertThat(cluster.asked()).isEqualTo(before + 5 * QUESTIONS.size());
                assertThat(clientThreads()).isEqualTo(threads);
                await().atMost(Duration.ofSeconds(20))
                        .untilAsserted(() -> assertThat(cluster.listening()).isZero());
                await().atMost(Duration.ofSeconds(60))
                        .until(() -> service.get("/health/elasticsearch").body().contains("\"DOWN\""));
                assertThat(service.get("/health/ready").statusCode()).isEqualTo(200);
            }
            await().atMost(Duration.ofSeconds(20)).until(() -> clientThreads() == threadsBefore);
        }
    }

    /** All questions at once; alerts arrive meanwhile. */
    private static void asked(RunningService service) {
        long start = System.nanoTime();
        List<CompletableFuture<HttpResponse<String>>> answers = QUESTIONS.stream()
                .map(question -> CompletableFuture.supplyAsync(() -> logs(service, question), SlowClusterIT::run))
                .toList();
        assertThat(service.post("/webhooks/alertmanager", RunningService.WEBHOOK_TOKEN, "{}")
                        .statusCode())
                .isEqualTo(200);
        assertThat(answers.stream().anyMatch(answer -> !answer.isDone()))
                .as("an alert does not wait for them")
                .isTrue();
        assertThat(answers).extracting(CompletableFuture::join).allSatisfy(answer -> {
            assertThat(answer.statusCode()).isEqualTo(503);
            assertThat(answer.body()).contains("does not answer in time");
            assertThat(answer.headers().firstValue("Retry-After")).isPresent();
        });
        assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(5));
    }

    private static void run(Runnable task) {
        new Thread(task).start();
    }

    private static HttpResponse<String> logs(RunningService service, String path) {
        return service.send(
                service.request("/api/v1/logs" + path).header("Authorization", ElasticsearchFaultsIT.OPERATOR));
    }

    private static long clientThreads() {
        return Thread.getAllStackTraces().keySet().stream()
                .filter(thread -> thread.getName().startsWith("elasticsearch-rest-client"))
                .count();
    }
}
