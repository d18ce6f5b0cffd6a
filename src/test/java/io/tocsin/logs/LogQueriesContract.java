package io.tocsin.logs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.tocsin.backing.ElasticsearchServer;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** What holds on every version of Elasticsearch; each test has a service's name of its own. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
abstract class LogQueriesContract {

    static final String ECS = LogDocuments.today("app-logs-ecs");
    static final String LOGSTASH = LogDocuments.today("app-logs-logstash");

    private final ElasticsearchServer.Version version;
    private ElasticsearchServer elasticsearch;
    private LogsServer ecs;
    private LogsServer logstash;
    private LogsServer quick;

    LogQueriesContract(ElasticsearchServer.Version version) {
        this.version = version;
    }

    @BeforeAll
    void start() {
        Assumptions.assumeTrue(version.runsHere(), "no JDK here that this Elasticsearch runs on");
        elasticsearch = ElasticsearchServer.shared(version);
        ecs = LogsServer.reading(elasticsearch, "app-logs-ecs-*");
        logstash = LogsServer.reading(elasticsearch, "app-logs-logstash-*", "tocsin.logs.layout=logstash");
        // Its answers are 503 when they take longer.
        quick = LogsServer.reading(
                elasticsearch, "app-logs-hostile-*", "tocsin.logs.timeout=2s", "tocsin.logs.setup.enabled=false");
        await().atMost(Duration.ofSeconds(30))
                .until(() -> elasticsearch
                        .send("GET", "/_index_template/tocsin-app-logs", "")
                        .path("index_templates")
                        .has(0));
    }

    @AfterAll
    void stop() {
        Stream.of(ecs, logstash, quick).filter(server -> server != null).forEach(LogsServer::close);
    }

    ElasticsearchServer elasticsearch() {
        return elasticsearch;
    }

    LogsServer ecs() {
        return ecs;
    }

    LogsServer logstash() {
        return logstash;
    }

    static Instant ago(Duration time) {
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
                "order 4711 is \"gone\"\n\tand 你好 🔔 not a line of its own", new IllegalArgumentException("no stock"));
        thrown.addSuppressed(new java.io.IOException("closed"));
        List<String> lines = StructuredLog.lines(
                folder.resolve("app.log"),
                format,
                Map.of("http.request.id", "req-1", "tocsin.delivery.id", "ops-1"),
                logger -> logger.error("Checkout failed", thrown));
        JsonNode line = new JsonMapper().readTree(lines.get(0));
        String printed = (format.equals("ecs") ? line.at("/error/stack_trace") : line.at("/stack_trace")).asString("");
        assertThat(printed)
                .startsWith(thrown.toString() + System.lineSeparator() + "\tat ")
                .contains("Caused by: java.lang.IllegalArgumentException: no stock")
                .contains("Suppressed: java.io.IOException: closed");
        elasticsearch.bulk(format.equals("ecs") ? ECS : LOGSTASH, lines);
        LogsServer server = format.equals("ecs") ? ecs : logstash;
        JsonNode entry = server.json("/errors", "hours", "1", "logger", "io.example.orders.Checkout")
                .path("entries")
                .path(0);
        assertThat(entry.path("message").asString("")).isEqualTo("Checkout failed");
        assertThat(entry.path("level").asString("")).isEqualTo("ERROR");
        assertThat(entry.path("error").path("type").asString("")).isEqualTo(IllegalStateException.class.getName());
        assertThat(entry.path("error").path("stackTrace").asString("")).isEqualTo(printed);
        assertThat(entry.path("ids").path("http.request.id").asString("")).isEqualTo("req-1");
        assertThat(entry.path("ids").path("tocsin.delivery.id").asString("")).isEqualTo("ops-1");
        JsonNode group = server.json("/summary", "logger", "io.example.orders.Checkout")
                .path("groups")
                .path(0);
        assertThat(group.path("type").asString("")).isEqualTo(IllegalStateException.class.getName());
        assertThat(group.path("sample").path("error").path("stackTrace").asString(""))
                .isEqualTo(printed);
        for (String text : List.of(
                "\"no stock\" 4711",
                "IllegalStateException",
                "Checkout 4711",
                "orders.Checkout",
                "IllegalArgumentException",
                "java.lang.IllegalStateException",
                "checkout failed illegalstateexception -nothing")) {
            assertThat(server.json("/search", "q", text, "logger", "io.example.orders.Checkout")
                            .path("total")
                            .path("value")
                            .asInt())
                    .as(text)
                    .isEqualTo(1);
        }
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
        documents.add(
                LogDocuments.ecs(now.minusSeconds(9), "ERROR", "sum", "io.example.Pay", "Payment 7 of 'b' failed"));
        documents.add(LogDocuments.thrown(
                now.minusSeconds(30), "sum", "io.example.New", "npe", "java.lang.NullPointerException", "NPE"));
        documents.add(LogDocuments.thrown(
                now.minus(Duration.ofHours(1)), "sum", "io.example.Db", "down", "io.example.DbDown", "DbDown"));
        documents.add(LogDocuments.ecs(
                now.minus(Duration.ofHours(1)), "ERROR", "sum", "io.example.Pay", "Payment 99 of 'z' failed"));
        elasticsearch.bulk(ECS, documents);
        JsonNode summary = ecs.json("/summary", "hours", "1", "service", "sum");
        assertThat(summary.path("total").asInt()).isEqualTo(44);
        assertThat(summary.path("errors").asInt()).isEqualTo(14);
        assertThat(summary.path("previousErrors").asInt()).isEqualTo(2);
        assertThat(summary.path("partial").asBoolean(true)).isFalse();
        assertThat(summary.path("levels").path("INFO").asInt()).isEqualTo(30);
        assertThat(summary.path("services").path(0).path("errors").asInt()).isEqualTo(14);
        JsonNode groups = summary.path("groups");
        assertThat(texts(groups, "logger")).containsExactly("io.example.New", "io.example.Pay", "io.example.Db");
        assertThat(groups.valueStream().map(group -> group.path("isNew").asBoolean()))
                .containsExactly(true, false, false);
        assertThat(groups.path(1).path("pattern").asString("")).isEqualTo("Payment # of # failed");
        assertThat(groups.path(1).path("count").asInt()).isEqualTo(7);
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
                .isEqualTo(44);
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
            HttpResponse<String> alone = server.get("/summary");
            assertThat(alone.statusCode()).isEqualTo(400);
            assertThat(alone.body()).containsPattern("log\\.level|service\\.name");
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

    static Stream<Arguments> hostile() {
        return Stream.of(
                Arguments.of("boom", List.of("boom", "boom bang")),
                Arguments.of("*", List.of("boom", "boom bang", "quiet")),
                Arguments.of("*oom", List.of()),
                Arguments.of("boo*", List.of()),
                Arguments.of("b?om", List.of()),
                Arguments.of("/.*(a+)+$/", List.of()),
                Arguments.of("/bo+m/", List.of()),
                Arguments.of("boon~2", List.of()),
                Arguments.of("boom~2 \"boom bang\"~100", List.of()),
                Arguments.of("((((((((((((((", List.of()),
                Arguments.of("\"", List.of()),
                Arguments.of("- + | ( ) \" * ~ \\", List.of()),
                Arguments.of("{\"query\":{\"match_all\":{}}}", List.of()),
                Arguments.of("message:boom OR _id:*", List.of()),
                Arguments.of("boom\u0000\u0007\r\nbang", List.of("boom bang")),
                Arguments.of("\uD83D\uDE00 \uD83D", List.of()),
                Arguments.of("a AND NOT (b OR", List.of()),
                Arguments.of("x".repeat(256), List.of()));
    }

    @ParameterizedTest
    @MethodSource("hostile")
    void no_text_of_a_user_is_an_error_or_slow_or_more_than_its_words(String text, List<String> found) {
        Instant now = ago(Duration.ofMinutes(3));
        String index = "app-logs-hostile-" + UUID.randomUUID();
        elasticsearch.bulk(
                index,
                Stream.of("boom", "boom bang", "quiet")
                        .map(message -> LogDocuments.ecs(now, "ERROR", index, "io.example.Loud", message))
                        .toList());
        HttpResponse<String> answer = quick.get("/search", "q", text, "service", index, "order", "asc");
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
        assertThat(texts(new JsonMapper().readTree(answer.body()).path("entries"), "message"))
                .isEqualTo(found);
    }

    @ParameterizedTest
    @ValueSource(ints = {17, 3_000})
    void thousands_of_terms_are_refused_with_the_reason(int terms) {
        HttpResponse<String> answer = ecs.get("/search", "q", "a ".repeat(terms));
        assertThat(answer.statusCode()).isEqualTo(400);
        assertThat(answer.body()).contains("q may have");
    }
}
