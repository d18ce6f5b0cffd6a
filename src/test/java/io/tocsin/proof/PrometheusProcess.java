package io.tocsin.proof;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.tocsin.backing.ChildProcesses;
import io.tocsin.backing.InstalledProgram;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** A real Prometheus with a configuration of its own. */
final class PrometheusProcess implements AutoCloseable {

    private static final HttpClient CLIENT =
            HttpClient.newBuilder().connectTimeout(Duration.ofSeconds(2)).build();

    private final int port;
    private final Process process;

    /** Starts one and waits until it is ready. */
    PrometheusProcess(int port, Path configuration, Path home) {
        this.port = port;
        try {
            process = new ProcessBuilder(
                            InstalledProgram.find("prometheus", "prometheus").toString(),
                            "--config.file=" + configuration,
                            "--storage.tsdb.path=" + home.resolve("tsdb"),
                            "--web.listen-address=127.0.0.1:" + port)
                    .redirectErrorStream(true)
                    .redirectOutput(home.resolve("prometheus.log").toFile())
                    .start();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        ChildProcesses.endWithThisJvm(process.toHandle());
        await("Prometheus").atMost(Duration.ofMinutes(1)).ignoreExceptions().until(() -> query("1") != null);
    }

    /** The series that a query gives now. */
    JsonNode query(String expression) {
        return api("query", "query=" + URLEncoder.encode(expression, StandardCharsets.UTF_8));
    }

    /** The labels of every series that there was. */
    JsonNode series() {
        return api("series", "match[]=" + URLEncoder.encode("{__name__!=\"\"}", StandardCharsets.UTF_8));
    }

    private JsonNode api(String path, String parameters) {
        URI uri = URI.create("http://127.0.0.1:" + port + "/api/v1/" + path + "?"
                + parameters.replace("[", "%5B").replace("]", "%5D"));
        try {
            String body = CLIENT.send(
                            HttpRequest.newBuilder(uri)
                                    .timeout(Duration.ofSeconds(20))
                                    .build(),
                            BodyHandlers.ofString())
                    .body();
            JsonNode answer = new JsonMapper().readTree(body);
            assertThat(answer.path("status").asString())
                    .as(parameters + " -> " + body)
                    .isEqualTo("success");
            JsonNode data = answer.path("data");
            return data.has("result") ? data.path("result") : data;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    @Override
    public void close() {
        process.destroyForcibly().onExit().join();
    }
}
