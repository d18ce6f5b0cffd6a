package io.tocsin.logs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tocsin.backing.ElasticsearchServer;
import io.tocsin.logs.query.LogCounts;
import io.tocsin.logs.query.LogQueries;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

/** What both layouts can do, where a group's sample is from, and what no index holds up, on every version of Elasticsearch. */
abstract class LogLayoutsContract extends LogPagesContract {

    LogLayoutsContract(ElasticsearchServer.Version version) {
        super(version);
    }

    private static String logstash(Instant time, String level, String message) {
        return LogDocuments.logstash(time, level, "stash", "io.example.Stash", message, "");
    }

    @Test
    void logstash_entries_are_counted_filtered_paged_and_exported() {
        Instant begin = ago(Duration.ofMinutes(10));
        List<String> documents = new ArrayList<>(IntStream.range(0, 9)
                .mapToObj(n -> logstash(begin.plusSeconds(n), n % 3 == 1 ? "ERROR" : "INFO", "Order " + n + " came"))
                .toList());
        documents.add(LogDocuments.logstash(begin, "ERROR", "stash-other", "io.example.Stash", "Order 9 came", ""));
        elasticsearch().bulk(LOGSTASH, documents);
        JsonNode summary = logstash().json("/summary", "service", "stash", "hours", "1");
        assertThat(summary.path("total").asInt()).isEqualTo(9);
        assertThat(summary.path("errors").asInt()).isEqualTo(3);
        assertThat(summary.path("levels").path("INFO").asInt()).isEqualTo(6);
        assertThat(counted(summary, "/total")).isEqualTo(9);
        assertThat(counted(summary, "/levels/ERROR")).isEqualTo(3);
        JsonNode group = summary.path("groups").path(0);
        assertThat(summary.path("groups").size()).isEqualTo(1);
        assertThat(group.path("pattern").asString("")).isEqualTo("Order # came");
        assertThat(group.path("logger").asString("")).isEqualTo("io.example.Stash");
        assertThat(group.path("count").asInt()).isEqualTo(3);
        for (Map.Entry<String, String> filter : Map.of(
                        "host", "app-1", "trace", "trace-of-stash", "logger", "io.example.Stash", "level", "error,info")
                .entrySet()) {
            assertThat(found("service", "stash", filter.getKey(), filter.getValue()))
                    .hasSize(9);
            assertThat(found("service", "stash", filter.getKey(), "another")).isEmpty();
        }
        assertThat(found("trace", "trace-of-stash", "level", "ERROR"))
                .containsExactly("Order 7 came", "Order 4 came", "Order 1 came");
        assertThat(messages(logstash(), "2", "service", "stash", "level", "ERROR,INFO"))
                .isEqualTo(IntStream.range(0, 9)
                        .mapToObj(n -> "Order " + n + " came")
                        .toList());
        String id = logstash()
                .json("/search", "service", "stash", "q", "4")
                .path("entries")
                .path(0)
                .path("id")
                .asString("");
        JsonNode context = logstash().json("/context", "id", id, "before", "1", "after", "2");
        assertThat(texts(context.path("before"), "message")).containsExactly("Order 3 came");
        assertThat(texts(context.path("after"), "message")).containsExactly("Order 5 came", "Order 6 came");
        assertThat(logstash()
                        .get("/export", "service", "stash", "order", "asc")
                        .body()
                        .lines())
                .hasSize(9)
                .first()
                .asString()
                .contains("\"message\":\"Order 0 came\"", "\"host\":\"app-1\"", "\"traceId\":\"trace-of-stash\"");
    }

    private List<String> found(String... asked) {
        return texts(logstash().json("/search", asked).path("entries"), "message");
    }

    /** Newer entries of the same message or logger must not pass for samples of the older ones' groups. */
    @ParameterizedTest
    @ValueSource(strings = {"ecs", "logstash"})
    void the_sample_of_a_group_is_one_of_its_entries(String layout) {
        boolean isEcs = layout.equals("ecs");
        Instant now = ago(Duration.ofMinutes(5));
        List<String> documents = new ArrayList<>();
        documents.add(failed(isEcs, now.minusSeconds(9), "thrown", "a.Thrown: first\n\tat x"));
        documents.add(failed(isEcs, now.minusSeconds(8), "same words", ""));
        documents.add(failed(isEcs, now.minusSeconds(7), "same words", "a.Thrown: second\n\tat x"));
        documents.add(withoutLogger(failed(isEcs, now.minusSeconds(9), "no logger", "a.Thrown: third\n\tat x")));
        documents.add(withoutLogger(failed(isEcs, now.minusSeconds(8), "nameless words", "")));
        documents.add(failed(isEcs, now.minusSeconds(1), "last", "a.Thrown: fourth\n\tat x"));
        elasticsearch().bulk(isEcs ? ECS : LOGSTASH, documents);
        JsonNode groups = (isEcs ? ecs() : logstash())
                .json("/summary", "service", "sample")
                .path("groups");
        assertThat(groups.valueStream()
                        .map(group -> group.path("logger").asString("-") + " "
                                + group.path("pattern").asString("-") + " "
                                + group.path("count").asInt() + " "
                                + group.path("sample").path("message").asString("")
                                + " " + group.path("sample").has("error")))
                .containsExactlyInAnyOrder(
                        "io.example.Sample - 3 last true",
                        "- - 1 no logger true",
                        "io.example.Sample same words 1 same words false",
                        "- nameless words 1 nameless words false");
    }

    private static String failed(boolean isEcs, Instant time, String message, String trace) {
        if (!isEcs) {
            return LogDocuments.logstash(time, "ERROR", "sample", "io.example.Sample", message, trace);
        }
        return trace.isEmpty()
                ? LogDocuments.ecs(time, "ERROR", "sample", "io.example.Sample", message)
                : LogDocuments.thrown(time, "sample", "io.example.Sample", message, "a.Thrown", trace);
    }

    private static String withoutLogger(String document) {
        return document.replace("\"logger\":\"io.example.Sample\"", "\"none\":\"\"")
                .replace("\"logger_name\":\"io.example.Sample\"", "\"none\":\"\"");
    }

    @Test
    void services_beyond_those_asked_for_are_counted_together() {
        Instant now = ago(Duration.ofSeconds(30));
        List<String> documents = new ArrayList<>();
        for (int n = 0; n < 6; n++) {
            documents.add(LogDocuments.ecs(now, n % 2 == 0 ? "ERROR" : "INFO", "most", "a.B", "m"));
        }
        documents.add(LogDocuments.ecs(now, "ERROR", "fewer", "a.B", "m"));
        documents.add(LogDocuments.ecs(now, "ERROR", "fewest", "a.B", "m"));
        documents.add(LogDocuments.ecs(now, "WARN", "fewest", "a.B", "m"));
        elasticsearch().bulk(LogDocuments.today("app-logs-counts"), documents);
        try (LogsServer server =
                LogsServer.reading(elasticsearch(), "app-logs-counts-*", "tocsin.logs.setup.enabled=false")) {
            assertThat(server.bean(LogCounts.class).count(1))
                    .isEqualTo(
                            Map.of("most", Map.of("ERROR", 3L, "INFO", 3L), "other", Map.of("ERROR", 2L, "WARN", 1L)));
            assertThat(server.bean(LogCounts.class).count(3)).containsOnlyKeys("most", "fewer", "fewest");
        }
    }

    @Test
    void class_names_are_found_besides_an_index_from_before_the_template_had_them() {
        elasticsearch()
                .send(
                        "PUT",
                        "/before-logs",
                        "{\"mappings\":{\"properties\":{\"@timestamp\":{\"type\":\"date_nanos\"},\"log\":{\"properties\":"
                                + "{\"level\":{\"type\":\"keyword\"},\"logger\":{\"type\":\"keyword\"}}},\"service\":"
                                + "{\"properties\":{\"name\":{\"type\":\"keyword\"}}}}}}");
        Instant now = ago(Duration.ofMinutes(1));
        List<String> documents = List.of(LogDocuments.ecs(now, "ERROR", "before", "io.example.Older", "said"));
        elasticsearch().bulk("before-logs", documents);
        elasticsearch().bulk(ECS, documents);
        try (LogsServer server =
                LogsServer.reading(elasticsearch(), "before-logs,app-logs-ecs-*", "tocsin.logs.setup.enabled=false")) {
            JsonNode page = server.json("/search", "q", "Older", "service", "before");
            assertThat(page.path("partial").asBoolean(true)).isFalse();
            assertThat(page.path("entries").size()).isEqualTo(1);
            assertThat(server.json("/search", "q", "io.example.Older", "service", "before")
                            .path("entries")
                            .size())
                    .isEqualTo(2);
        }
    }

    @Test
    void who_reads_an_export_slowly_holds_up_no_query_but_other_exports() {
        elasticsearch()
                .bulk(ECS, List.of(LogDocuments.ecs(ago(Duration.ofMinutes(1)), "INFO", "slow-reader", "a.B", "m")));
        try (LogsServer server = LogsServer.reading(
                elasticsearch(), "app-logs-ecs-*", "tocsin.logs.setup.enabled=false", "tocsin.logs.max-concurrent=1")) {
            LogQueries queries = server.bean(LogQueries.class);
            LogFilter filter = LogFilter.of(new TimeRange(ago(Duration.ofHours(1)), Instant.now()));
            Consumer<LogEntry> nobody = entry -> {};
            List<Integer> answers = new ArrayList<>();
            queries.export(filter, true, 1, entry -> {
                answers.add(server.get("/errors").statusCode());
                assertThatThrownBy(() -> queries.export(filter, true, 1, nobody))
                        .isInstanceOf(LogsUnavailableException.class)
                        .hasMessageContaining("another export runs");
            });
            assertThat(answers).containsExactly(200);
        }
    }

    @Test
    void the_first_and_the_last_times_can_be_asked_for() {
        assertThat(ecs().json("/summary", "from", "1970-01-02", "to", "1970-01-03")
                        .path("total")
                        .asInt(-1))
                .isZero();
        assertThat(ecs().json("/errors", "from", "2261-12-30", "to", "2261-12-31")
                        .path("entries")
                        .size())
                .isZero();
    }
}
