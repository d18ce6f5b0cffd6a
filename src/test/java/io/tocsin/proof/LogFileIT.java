package io.tocsin.proof;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** What the packaged service writes beside its console. */
@Tag("drill")
class LogFileIT {

    private static final JsonMapper JSON = new JsonMapper();
    private static final Path SAMPLE = Path.of("docs", "samples", "alertmanager-firing.json");

    private final Path home = ProofHome.of("log-file");

    private List<JsonNode> lines() throws IOException {
        return Files.readAllLines(home.resolve("logs").resolve("tocsin.log")).stream()
                .map(JSON::readTree)
                .toList();
    }

    private JsonNode awaitLine(Predicate<JsonNode> wanted) {
        return await().atMost(Duration.ofSeconds(60))
                .until(() -> lines().stream().filter(wanted).findFirst(), found -> found.isPresent())
                .orElseThrow();
    }

    private static HttpResponse<String> post(TocsinProcess tocsin, String token)
            throws IOException, InterruptedException {
        return HttpClient.newHttpClient()
                .send(
                        HttpRequest.newBuilder(tocsin.webhook())
                                .header("Authorization", "Bearer " + token)
                                .header("X-Request-Id", "request-of-the-test")
                                .POST(BodyPublishers.ofFile(SAMPLE))
                                .build(),
                        BodyHandlers.ofString());
    }

    @Test
    void the_file_is_ecs_json_whose_lines_carry_the_ids() throws Exception {
        Map<String, String> properties = Map.of(
                "tocsin.channel.slack.ops.webhook-url", "http://127.0.0.1:" + FreePort.next() + "/hook",
                "tocsin.alert.routes[0].targets", "ops",
                "logging.level.io.tocsin.intake", "debug");
        try (TocsinProcess tocsin = new TocsinProcess(home, properties).start()) {
            assertThat(post(tocsin, "a-wrong-token").headers().firstValue("X-Request-Id"))
                    .hasValue("request-of-the-test");
            JsonNode refused =
                    awaitLine(line -> line.at("/source/ip").asString("").equals("127.0.0.1"));
            assertThat(refused.at("/http/request/id").asString("")).isEqualTo("request-of-the-test");
            assertThat(refused.at("/event/category").asString("")).isEqualTo("authentication");
            assertThat(refused.at("/event/outcome").asString("")).isEqualTo("failure");
            assertThat(refused.at("/tocsin/endpoint").asString("")).isEqualTo("webhook");
            assertThat(refused.at("/log/level").asString("")).isEqualTo("WARN");
            assertThat(refused.at("/service/name").asString("")).isEqualTo("tocsin");

            String stored = post(tocsin, TocsinProcess.TOKEN).body();
            String id = JSON.readTree(stored).path("notificationId").asString("");
            JsonNode taken = awaitLine(line -> line.path("message").asString("").equals("The notification is on disk"));
            assertThat(taken.at("/http/request/id").asString("")).isEqualTo("request-of-the-test");
            assertThat(taken.at("/tocsin/notification/id").asString("")).isEqualTo(id);
            JsonNode retried = awaitLine(
                    line -> line.at("/tocsin/delivery/id").asString("").equals("ops-1"));
            assertThat(retried.at("/tocsin/notification/id").asString("")).isEqualTo(id);
            assertThat(retried.path("message").asString("")).contains("was not delivered");
            assertThat(Files.readString(home.resolve("logs").resolve("tocsin.log")))
                    .doesNotContain("a-wrong-token", TocsinProcess.TOKEN);
        }
    }
}
