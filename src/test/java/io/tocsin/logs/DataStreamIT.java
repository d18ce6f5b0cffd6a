package io.tocsin.logs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.tocsin.backing.ElasticsearchServer;
import io.tocsin.backing.ElasticsearchServer.Version;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import tools.jackson.databind.JsonNode;

/** Logs in a data stream in place of daily indices. */
@Tag("drill")
class DataStreamIT {

    private static final String OLD = "app-logs-2020.01.01";

    private static LogsServer started(ElasticsearchServer elasticsearch) {
        elasticsearch.send("PUT", "/" + OLD, "{}");
        return LogsServer.reading(
                elasticsearch, "app-logs-*", "tocsin.logs.setup.data-stream=true", "tocsin.logs.retention=30d");
    }

    @ParameterizedTest
    @EnumSource(Version.class)
    void a_stream_keeps_the_retention_and_is_asked_as_daily_indices_are(Version version) {
        Assumptions.assumeTrue(version.runsHere(), () -> "no JDK here that Elasticsearch " + version + " runs on");
        try (ElasticsearchServer elasticsearch = ElasticsearchServer.start(version, 0, "512m");
                LogsServer tocsin = started(elasticsearch)) {
            await("the index template")
                    .atMost(Duration.ofSeconds(60))
                    .until(() -> elasticsearch
                            .send("GET", "/_index_template/tocsin-app-logs", "")
                            .path("index_templates")
                            .has(0));
            await("the end of a daily index from before")
                    .atMost(Duration.ofSeconds(60))
                    .until(() -> elasticsearch.send("GET", "/" + OLD, "").has("error"));
            Instant now = Instant.now();
            elasticsearch.bulk(
                    "app-logs-orders",
                    List.of(
                            LogDocuments.ecs(now.minusSeconds(2), "INFO", "orders", "a.B", "before"),
                            LogDocuments.thrown(
                                    now.minusSeconds(1), "orders", "a.B", "broken", "a.Broken", "a.Broken\n\tat"),
                            LogDocuments.ecs(now, "INFO", "orders", "a.B", "after")));

            // Not of /_data_stream: the API is a module that the embedded node has not.
            JsonNode stream = elasticsearch
                    .send("GET", "/_cluster/state/metadata", "")
                    .at("/metadata/data_stream/data_stream/app-logs-orders");
            assertThat(stream.path("_meta").path("owner").asString()).isEqualTo("tocsin");
            assertThat(stream.path("lifecycle").path("data_retention").asString())
                    .isEqualTo("30d");
            JsonNode error = tocsin.json("/errors").path("entries").path(0);
            assertThat(error.path("message").asString()).isEqualTo("broken");
            assertThat(tocsin.json("/summary").path("errors").asLong()).isEqualTo(1);
            JsonNode context = tocsin.json("/context", "id", error.path("id").asString());
            assertThat(context.toString()).contains("\"before\"", "\"after\"");
        }
    }
}
