package io.tocsin.logs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.tocsin.backing.ElasticsearchServer;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

/** What holds on every version of Elasticsearch; each test has a service's name of its own. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
abstract class LogQueriesContract {

    private static final String ECS = "app-logs-ecs-2026.11.22";
    private static final String LOGSTASH = "app-logs-logstash-2026.11.22";

    private final ElasticsearchServer.Version version;
    private ElasticsearchServer elasticsearch;
    private LogsServer ecs;
    private LogsServer logstash;

    LogQueriesContract(ElasticsearchServer.Version version) {
        this.version = version;
    }

    @BeforeAll
    void start() {
        Assumptions.assumeTrue(version.runsHere(), "no JDK here that this Elasticsearch runs on");
        elasticsearch = ElasticsearchServer.shared(version);
        ecs = LogsServer.reading(elasticsearch, "app-logs-ecs-*");
        logstash = LogsServer.reading(elasticsearch, "app-logs-logstash-*", "tocsin.logs.layout=logstash");
        await().atMost(Duration.ofSeconds(30))
                .until(() -> elasticsearch
                        .send("GET", "/_index_template/tocsin-app-logs", "")
                        .has("index_templates"));
    }

    @AfterAll
    void stop() {
        Stream.of(ecs, logstash).filter(server -> server != null).forEach(LogsServer::close);
    }

    ElasticsearchServer elasticsearch() {
        return elasticsearch;
    }

    private static Instant ago(Duration time) {
        return Instant.now().truncatedTo(ChronoUnit.MILLIS).minus(time);
    }

    static List<String> texts(JsonNode entries, String field) {
        return entries.valueStream()
                .map(entry -> entry.path(field).asString(""))
                .toList();
    }

    @ParameterizedTest
    @ValueSource(strings = {"ecs", "logstash"})
    void a_stack_trace_survives_whole_from_logback_to_the_answer(String format, @TempDir Path folder) {
        IllegalStateException thrown = new IllegalStateException(
                "order 4711 is \"gone\"\n\tand 😀 not a line of its own", new IllegalArgumentException("no stock"));
        thrown.addSuppressed(new java.io.IOException("closed"));
        StringWriter printed = new StringWriter();
        thrown.printStackTrace(new PrintWriter(printed));
        List<String> lines = StructuredLog.lines(
                folder.resolve("app.log"),
                format,
                Map.of("http.request.id", "req-1", "tocsin.delivery.id", "ops-1"),
                logger -> logger.error("Checkout failed", thrown));
        elasticsearch.bulk(format.equals("ecs") ? ECS : LOGSTASH, lines);
        LogsServer server = format.equals("ecs") ? ecs : logstash;
        JsonNode entry = server.json("/errors", "hours", "1", "logger", "io.example.orders.Checkout")
                .path("entries")
                .path(0);
        assertThat(entry.path("message").asString("")).isEqualTo("Checkout failed");
        assertThat(entry.path("level").asString("")).isEqualTo("ERROR");
        assertThat(entry.path("error").path("type").asString("")).isEqualTo(IllegalStateException.class.getName());
        assertThat(entry.path("error").path("stackTrace").asString("")).isEqualTo(printed.toString());
        assertThat(entry.path("ids").path("http.request.id").asString("")).isEqualTo("req-1");
        assertThat(entry.path("ids").path("tocsin.delivery.id").asString("")).isEqualTo("ops-1");
        JsonNode group = server.json("/summary", "logger", "io.example.orders.Checkout")
                .path("groups")
                .path(0);
        assertThat(group.path("type").asString("")).isEqualTo(IllegalStateException.class.getName());
        assertThat(group.path("sample").path("error").path("stackTrace").asString(""))
                .isEqualTo(printed.toString());
        assertThat(server.json("/search", "q", "\"no stock\" 4711")
                        .path("total")
                        .path("value")
                        .asInt())
                .isEqualTo(1);
    }

    @Test
    void a_summary_counts_groups_and_tells_what_is_new() {
        Instant now = ago(Duration.ofMinutes(1));
        List<String> documents = new ArrayList<>();
        for (int n = 0; n < 30; n++) {
            documents.add(LogDocuments.ecs(now.minusSeconds(n), "INFO", "sum", "io.example.Web", "GET / 200"));
        }
        for (int n = 0; n < 6; n++) {
            documents.add(LogDocuments.thrown(
                    now.minusSeconds(60L * n), "sum", "io.example.Db", "down", "io.example.DbDown", "DbDown\n\tat x"));
            documents.add(LogDocuments.ecs(
                    now.minusSeconds(n), "error", "sum", "io.example.Pay", "Payment " + n + " of 'a" + n + "' failed"));
        }
        documents.add(LogDocuments.thrown(
                now.minusSeconds(30), "sum", "io.example.New", "npe", "java.lang.NullPointerException", "NPE"));
        documents.add(LogDocuments.thrown(
                now.minus(Duration.ofHours(1)), "sum", "io.example.Db", "down", "io.example.DbDown", "DbDown"));
        documents.add(LogDocuments.ecs(
                now.minus(Duration.ofHours(1)), "ERROR", "sum", "io.example.Pay", "Payment 99 of 'z' failed"));
        elasticsearch.bulk(ECS, documents);
        JsonNode summary = ecs.json("/summary", "hours", "1", "service", "sum");
        assertThat(summary.path("total").asInt()).isEqualTo(43);
        assertThat(summary.path("errors").asInt()).isEqualTo(13);
        assertThat(summary.path("previousErrors").asInt()).isEqualTo(2);
        assertThat(summary.path("partial").asBoolean(true)).isFalse();
        assertThat(summary.path("levels").path("INFO").asInt()).isEqualTo(30);
        assertThat(summary.path("services").path(0).path("errors").asInt()).isEqualTo(13);
        JsonNode groups = summary.path("groups");
        assertThat(texts(groups, "logger")).containsExactly("io.example.New", "io.example.Pay", "io.example.Db");
        assertThat(groups.valueStream().map(group -> group.path("isNew").asBoolean()))
                .containsExactly(true, false, false);
        assertThat(groups.path(1).path("pattern").asString("")).isEqualTo("Payment # of # failed");
        assertThat(groups.path(1).path("count").asInt()).isEqualTo(6);
        assertThat(groups.path(1).path("previousCount").asInt()).isEqualTo(1);
        assertThat(groups.path(2).path("firstSeen").asString(""))
                .isEqualTo(now.minusSeconds(300).toString());
        assertThat(groups.path(2).path("lastSeen").asString("")).isEqualTo(now.toString());
        assertThat(groups.path(2).path("sample").path("timestamp").asString("")).isEqualTo(now.toString());
        JsonNode timeline = summary.path("timeline");
        assertThat(timeline.path("buckets").size()).isLessThanOrEqualTo(120).isGreaterThan(50);
        assertThat(timeline.path("buckets")
                        .valueStream()
                        .mapToInt(bucket -> bucket.path("total").asInt())
                        .sum())
                .isEqualTo(43);
    }

    @Test
    void times_are_those_of_the_zone_that_wrote_and_of_the_zone_that_asks() {
        elasticsearch.bulk(
                ECS,
                List.of(
                        LogDocuments.at("2026-11-20T00:30:00.5+08:00", "zone", "early in Shanghai"),
                        LogDocuments.at("2026-11-19T23:59:59.999999999Z", "zone", "late in Greenwich")));
        JsonNode day = ecs.json(
                "/search", "service", "zone", "from", "2026-11-20", "to", "2026-11-21", "zone", "Asia/Shanghai");
        assertThat(texts(day.path("entries"), "timestamp"))
                .containsExactly("2026-11-19T23:59:59.999999999Z", "2026-11-19T16:30:00.500Z");
        assertThat(day.path("range").path("from").asString("")).isEqualTo("2026-11-19T16:00:00Z");
        JsonNode greenwich =
                ecs.json("/search", "service", "zone", "from", "2026-11-20T00:00:00+00:00", "to", "2026-11-21");
        assertThat(greenwich.path("total").path("value").asInt()).isZero();
    }

    @Test
    void nothing_is_found_where_there_is_nothing() {
        elasticsearch.send("PUT", "/empty-logs", "{}");
        for (String index : List.of("missing-logs-*", "missing-logs", "empty-logs")) {
            try (LogsServer server = LogsServer.reading(elasticsearch, index, "tocsin.logs.setup.enabled=false")) {
                assertThat(server.json("/errors").path("entries").size()).isZero();
                assertThat(server.json("/search", "q", "x")
                                .path("total")
                                .path("value")
                                .asInt(-1))
                        .isZero();
                JsonNode summary = server.json("/summary");
                assertThat(summary.path("total").asInt(-1)).isZero();
                assertThat(summary.path("timeline").path("buckets").size()).isBetween(24, 120);
                assertThat(server.get("/export").body()).isEmpty();
            }
        }
    }

    @Test
    void an_index_of_other_types_makes_an_answer_partial_and_no_error() {
        elasticsearch.send(
                "PUT",
                "/clash-logs-1",
                "{\"mappings\":{\"properties\":{\"log\":{\"properties\":{\"level\":{\"type\":\"text\"}}}}}}");
        String document = LogDocuments.ecs(ago(Duration.ofMinutes(2)), "ERROR", "clash", "io.example.A", "boom");
        elasticsearch.bulk("clash-logs-1", List.of(document));
        try (LogsServer server = LogsServer.reading(elasticsearch, "clash-logs-*", "tocsin.logs.setup.enabled=false")) {
            HttpResponse<String> refused = server.get("/summary");
            assertThat(refused.statusCode()).isEqualTo(400);
            assertThat(refused.body()).contains("log.level");
            elasticsearch.send(
                    "PUT",
                    "/clash-logs-2",
                    "{\"mappings\":{\"properties\":{\"@timestamp\":{\"type\":\"date\"},\"log\":{\"properties\":"
                            + "{\"level\":{\"type\":\"keyword\"},\"logger\":{\"type\":\"keyword\"}}},"
                            + "\"service\":{\"properties\":{\"name\":{\"type\":\"keyword\"}}}}}}");
            elasticsearch.bulk("clash-logs-2", List.of(document));
            JsonNode summary = server.json("/summary");
            assertThat(summary.path("partial").asBoolean(false)).isTrue();
            assertThat(summary.path("errors").asInt()).isEqualTo(1);
            assertThat(server.json("/search", "q", "boom").path("entries").size())
                    .isEqualTo(2);
        }
    }

    static Stream<String> hostile() {
        return Stream.of(
                "*",
                "*oom",
                "/.*(a+)+$/",
                "boom~2 \"boom bang\"~100",
                "((((((((((((((",
                "\"",
                "- + | ( ) \" * ~ \\",
                "{\"query\":{\"match_all\":{}}}",
                "message:boom OR _id:*",
                "boom\u0000\u0007\r\nbang",
                "\uD83D\uDE00 \uD83D",
                "a AND NOT (b OR",
                "x".repeat(256));
    }

    @ParameterizedTest
    @MethodSource("hostile")
    void no_text_of_a_user_is_an_error_or_slow(String text) {
        HttpResponse<String> answer = ecs.get("/search", "q", text);
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
    }

    @ParameterizedTest
    @ValueSource(ints = {17, 3_000})
    void thousands_of_terms_are_refused_with_the_reason(int terms) {
        HttpResponse<String> answer = ecs.get("/search", "q", "a ".repeat(terms));
        assertThat(answer.statusCode()).isEqualTo(400);
        assertThat(answer.body()).contains("q may have");
    }

    @Test
    void pages_show_each_of_ten_thousand_entries_once_while_others_arrive() {
        int documents = 10_500;
        Instant begin = ago(Duration.ofHours(2));
        // Many to one instant, so that only their numbers tell them apart.
        List<String> all = IntStream.range(0, documents)
                .mapToObj(n ->
                        LogDocuments.ecs(begin.plusMillis(n / 50), "ERROR", "paged", "io.example.Page", "entry " + n))
                .toList();
        elasticsearch.bulk(ECS, all.subList(0, 5_000));
        elasticsearch.bulk("app-logs-ecs-2026.11.21", all.subList(5_000, documents));
        List<String> seen = new ArrayList<>();
        String cursor = "";
        do {
            JsonNode page = ecs.json("/errors", "service", "paged", "hours", "3", "size", "500", "cursor", cursor);
            seen.addAll(texts(page.path("entries"), "message"));
            cursor = page.path("next").asString("");
            elasticsearch.bulk(
                    ECS, List.of(LogDocuments.ecs(Instant.now(), "ERROR", "paged", "io.example.Page", "later")));
        } while (!cursor.isEmpty());
        assertThat(seen).doesNotHaveDuplicates().hasSize(documents);
    }

    @Test
    void a_cursor_is_good_for_its_own_question_only() {
        Instant begin = ago(Duration.ofMinutes(10));
        elasticsearch.bulk(
                ECS,
                IntStream.range(0, 3)
                        .mapToObj(n -> LogDocuments.ecs(begin.plusSeconds(n), "ERROR", "cursor", "a.B", "m" + n))
                        .toList());
        String cursor = ecs.json("/errors", "service", "cursor", "size", "1")
                .path("next")
                .asString("");
        assertThat(ecs.get("/errors", "service", "other", "cursor", cursor).statusCode())
                .isEqualTo(400);
        assertThat(ecs.get("/errors", "service", "cursor", "order", "asc", "cursor", cursor)
                        .statusCode())
                .isEqualTo(400);
        for (String wrong : List.of("x", "AAAA", cursor.substring(3), cursor.substring(0, cursor.length() - 4))) {
            assertThat(ecs.get("/errors", "service", "cursor", "cursor", wrong).statusCode())
                    .isEqualTo(400);
        }
        JsonNode rest = ecs.json("/errors", "service", "cursor", "cursor", cursor);
        assertThat(texts(rest.path("entries"), "message")).containsExactly("m1", "m0");
        assertThat(rest.path("total").path("value").asInt()).isEqualTo(3);
    }

    @Test
    void an_entry_is_shown_with_what_was_logged_around_it() {
        Instant begin = ago(Duration.ofMinutes(20));
        List<String> documents = new ArrayList<>();
        for (int n = 0; n < 10; n++) {
            documents.add(LogDocuments.ecs(begin.plusSeconds(n), n == 5 ? "ERROR" : "INFO", "ctx", "a.B", "m" + n));
            documents.add(LogDocuments.ecs(begin.plusSeconds(n), "INFO", "ctx-other", "a.B", "o" + n));
        }
        elasticsearch.bulk(ECS, documents);
        String id = ecs.json("/errors", "service", "ctx")
                .path("entries")
                .path(0)
                .path("id")
                .asString("");
        JsonNode context = ecs.json("/context", "id", id, "before", "2", "after", "3");
        assertThat(texts(context.path("before"), "message")).containsExactly("m3", "m4");
        assertThat(context.path("entry").path("message").asString("")).isEqualTo("m5");
        assertThat(texts(context.path("after"), "message")).containsExactly("m6", "m7", "m8");
        JsonNode everything = ecs.json("/context", "id", id, "before", "1", "after", "2", "scope", "all");
        assertThat(texts(everything.path("after"), "message")).contains("o5");
        assertThat(ecs.get("/context", "id", "bm9uZQ").statusCode()).isEqualTo(400);
        assertThat(ecs.get("/context").body()).contains("id is missing");
    }

    @Test
    void an_export_is_one_entry_a_line_and_no_more_than_asked_for() {
        Instant begin = ago(Duration.ofMinutes(30));
        elasticsearch.bulk(
                ECS,
                IntStream.range(0, 1_200)
                        .mapToObj(n -> LogDocuments.ecs(begin.plusMillis(n), "INFO", "export", "a.B", "m" + n))
                        .toList());
        HttpResponse<String> export = ecs.get("/export", "service", "export", "order", "asc", "limit", "1100");
        assertThat(export.headers().firstValue("Content-Type")).hasValue("application/x-ndjson");
        List<String> lines = export.body().lines().toList();
        assertThat(lines).hasSize(1_100).doesNotHaveDuplicates();
        assertThat(lines.get(0)).startsWith("{").contains("\"message\":\"m0\"");
        assertThat(lines.get(1_099)).contains("\"message\":\"m1099\"");
        assertThat(ecs.get("/export", "limit", "10001").statusCode()).isEqualTo(400);
    }
}
