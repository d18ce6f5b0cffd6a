package io.tocsin.metrics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.tocsin.backing.ChildProcesses;
import io.tocsin.backing.InstalledProgram;
import io.tocsin.proof.FreePort;
import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** A real Prometheus scrapes the service, which it does in OpenMetrics. */
@Tag("drill")
class PrometheusIT {

    private static final JsonMapper JSON = new JsonMapper();

    @TempDir
    Path folder;

    private final HttpClient client = HttpClient.newHttpClient();
    private final int port = FreePort.next();

    @Test
    void every_scrape_is_understood() throws Exception {
        Path program = InstalledProgram.find("prometheus", "prometheus");
        try (RunningService service = RunningService.start(folder)) {
            service.scrape(); // the first one loads classes
            Process prometheus = start(program, service.port());
            try {
                await().atMost(Duration.ofMinutes(1))
                        .ignoreExceptions()
                        .until(() -> value("count_over_time(up[1m])") >= 3);
                assertThat(value("min_over_time(up[1m])")).isEqualTo(1);
                assertThat(value("scrape_samples_scraped")).isGreaterThan(250);
                assertThat(value("tocsin_outbox_pending or vector(0)")).isEqualTo(0);
                assertThat(value("time() - node_boot_time_seconds")).isPositive();
                JsonNode target =
                        api("targets?state=active").path("activeTargets").path(0);
                assertThat(target.path("health").asString()).isEqualTo("up");
                assertThat(target.path("lastError").asString()).isEmpty();
                assertThat(Files.readAllLines(log()))
                        .noneMatch(
                                line -> line.contains("scrape manager") && line.matches("(?i).*level=(warn|error).*"));
            } finally {
                prometheus.destroyForcibly().onExit().join();
            }
        }
    }

    private Path log() {
        return folder.resolve("prometheus.log");
    }

    private Process start(Path program, int target) throws IOException {
        Path configuration = Files.writeString(folder.resolve("prometheus.yml"), """
                scrape_configs:
                  - job_name: tocsin
                    scrape_interval: 2s
                    scrape_timeout: 2s
                    static_configs:
                      - targets: ["127.0.0.1:%d"]
                """.formatted(target));
        Process prometheus = new ProcessBuilder(
                        program.toString(),
                        "--config.file=" + configuration,
                        "--storage.tsdb.path=" + folder.resolve("data"),
                        "--web.listen-address=127.0.0.1:" + port)
                .redirectErrorStream(true)
                .redirectOutput(log().toFile())
                .start();
        ChildProcesses.endWithThisJvm(prometheus.toHandle());
        return prometheus;
    }

    /** The first value of a query; an exception where there is none. */
    private double value(String query) throws Exception {
        JsonNode result = api("query?query=" + URLEncoder.encode(query, StandardCharsets.UTF_8))
                .path("result");
        assertThat(result).as(query).isNotEmpty();
        return Double.parseDouble(result.path(0).path("value").path(1).asString());
    }

    private JsonNode api(String path) throws Exception {
        HttpRequest request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + "/api/v1/" + path))
                .build();
        return JSON.readTree(client.send(request, BodyHandlers.ofString()).body())
                .path("data");
    }
}
