package io.tocsin.logs;

import static org.assertj.core.api.Assertions.assertThat;

import io.tocsin.backing.ElasticsearchServer;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Going through many entries, one page after another, on every version of Elasticsearch. */
abstract class LogPagesContract extends LogQueriesContract {

    LogPagesContract(ElasticsearchServer.Version version) {
        super(version);
    }

    @ParameterizedTest
    @ValueSource(strings = {"desc", "asc"})
    void pages_show_each_of_ten_thousand_entries_once_while_others_arrive(String order) {
        int documents = 10_500;
        String service = "paged-" + order;
        Instant begin = ago(Duration.ofHours(2));
        // Many to one instant, so that only their numbers tell them apart.
        List<String> all = IntStream.range(0, documents)
                .mapToObj(n ->
                        LogDocuments.ecs(begin.plusMillis(n / 50), "ERROR", service, "io.example.Page", "entry " + n))
                .toList();
        elasticsearch().bulk(ECS, all.subList(0, 5_000));
        elasticsearch().bulk(LogDocuments.today("app-logs-ecs-other"), all.subList(5_000, documents));
        List<String> seen = new ArrayList<>();
        String cursor = "";
        do {
            JsonNode page = ecs().json(
                            "/errors", "service", service, "hours", "3", "size", "500", "order", order, "cursor",
                            cursor);
            seen.addAll(texts(page.path("entries"), "message"));
            cursor = page.path("next").asString("");
            // Late ones in the range, before and after where the page ended and at its very instant, and new ones.
            Instant end = Instant.parse(page.path("entries")
                    .path(page.path("entries").size() - 1)
                    .path("timestamp")
                    .asString(""));
            int pages = seen.size();
            elasticsearch()
                    .bulk(
                            ECS,
                            Stream.of(
                                            begin,
                                            end.minusMillis(1),
                                            end,
                                            end.plusMillis(1),
                                            begin.plusSeconds(60),
                                            Instant.now())
                                    .map(time -> LogDocuments.ecs(
                                            time, "ERROR", service, "io.example.Page", "late " + pages + time))
                                    .toList());
        } while (!cursor.isEmpty());
        assertThat(seen).doesNotHaveDuplicates();
        assertThat(seen.stream().filter(message -> message.startsWith("entry ")))
                .hasSize(documents);
    }

    @Test
    void a_hundred_thousand_entries_are_counted_and_paged_exactly() {
        int documents = 100_000;
        int bulk = 5_000;
        Instant begin = ago(Duration.ofHours(5));
        String index = LogDocuments.today("app-logs-ecs-many");
        for (int from = 0; from < documents; from += bulk) {
            elasticsearch()
                    .bulk(
                            index,
                            IntStream.range(from, from + bulk)
                                    .mapToObj(n -> LogDocuments.ecs(
                                            begin.plusMillis(n * 100L),
                                            n % 10 == 3 ? "ERROR" : "INFO",
                                            "many-" + n % 4,
                                            "io.example.Many",
                                            "entry " + n))
                                    .toList());
        }
        String[] asked = {"service", "many-0,many-1,many-2,many-3", "from", begin.toString()};
        JsonNode summary = ecs().json("/summary", asked);
        assertThat(summary.path("total").asInt()).isEqualTo(documents);
        assertThat(summary.path("errors").asInt()).isEqualTo(10_000);
        assertThat(summary.path("levels")).isEqualTo(new JsonMapper().readTree("{\"INFO\":90000,\"ERROR\":10000}"));
        assertThat(texts(summary.path("services"), "total")).containsExactly("25000", "25000", "25000", "25000");
        assertThat(counted(summary, "/total")).isEqualTo(documents);
        assertThat(counted(summary, "/levels/ERROR")).isEqualTo(10_000);
        assertThat(summary.path("groups").path(0).path("pattern").asString("")).isEqualTo("entry #");
        assertThat(summary.path("ungroupedErrors").asInt()
                        + summary.path("groups").path(0).path("count").asInt())
                .isEqualTo(10_000);
        assertThat(ecs().json("/search", asked).path("total").toString())
                .isEqualTo("{\"value\":10000,\"relation\":\"gte\"}");
        assertThat(messages(ecs(), "500", asked))
                .isEqualTo(IntStream.range(0, 10_000)
                        .mapToObj(n -> "entry " + (n * 10 + 3))
                        .toList());
    }

    static int counted(JsonNode summary, String path) {
        return summary.path("timeline")
                .path("buckets")
                .valueStream()
                .mapToInt(bucket -> bucket.at(path).asInt(0))
                .sum();
    }

    /** Of all pages, from the oldest on. */
    static List<String> messages(LogsServer server, String size, String... asked) {
        List<String> seen = new ArrayList<>();
        List<String> parameters = new ArrayList<>(List.of("order", "asc", "size", size, "cursor", ""));
        parameters.addAll(List.of(asked));
        do {
            JsonNode page = server.json("/errors", parameters.toArray(String[]::new));
            seen.addAll(texts(page.path("entries"), "message"));
            parameters.set(5, page.path("next").asString(""));
        } while (!parameters.get(5).isEmpty());
        return seen;
    }

    @Test
    void a_cursor_is_good_for_its_own_question_only() {
        Instant begin = ago(Duration.ofMinutes(10));
        elasticsearch()
                .bulk(
                        ECS,
                        IntStream.range(0, 3)
                                .mapToObj(
                                        n -> LogDocuments.ecs(begin.plusSeconds(n), "ERROR", "cursor", "a.B", "m" + n))
                                .toList());
        String cursor = ecs().json("/errors", "service", "cursor", "size", "1")
                .path("next")
                .asString("");
        assertThat(ecs().get("/errors", "service", "other", "cursor", cursor).statusCode())
                .isEqualTo(400);
        assertThat(ecs().get("/errors", "service", "cursor", "order", "asc", "cursor", cursor)
                        .statusCode())
                .isEqualTo(400);
        for (String wrong : List.of("x", "AAAA", cursor.substring(3), cursor.substring(0, cursor.length() - 4))) {
            assertThat(ecs().get("/errors", "service", "cursor", "cursor", wrong)
                            .statusCode())
                    .isEqualTo(400);
        }
        JsonNode rest = ecs().json("/errors", "service", "cursor", "cursor", cursor);
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
        elasticsearch().bulk(ECS, documents);
        String id = ecs().json("/errors", "service", "ctx")
                .path("entries")
                .path(0)
                .path("id")
                .asString("");
        JsonNode context = ecs().json("/context", "id", id, "before", "2", "after", "3");
        assertThat(texts(context.path("before"), "message")).containsExactly("m3", "m4");
        assertThat(context.path("entry").path("message").asString("")).isEqualTo("m5");
        assertThat(texts(context.path("after"), "message")).containsExactly("m6", "m7", "m8");
        JsonNode everything = ecs().json("/context", "id", id, "before", "1", "after", "2", "scope", "all");
        assertThat(texts(everything.path("after"), "message")).contains("o5");
        assertThat(ecs().get("/context", "id", "bm9uZQ").statusCode()).isEqualTo(400);
        assertThat(ecs().get("/context").body()).contains("id is missing");
    }

    @Test
    void an_export_is_one_entry_a_line_and_no_more_than_asked_for() {
        Instant begin = ago(Duration.ofMinutes(30));
        elasticsearch()
                .bulk(
                        ECS,
                        IntStream.range(0, 1_200)
                                .mapToObj(n -> LogDocuments.ecs(begin.plusMillis(n), "INFO", "export", "a.B", "m" + n))
                                .toList());
        HttpResponse<String> export = ecs().get("/export", "service", "export", "order", "asc", "limit", "1100");
        assertThat(export.headers().firstValue("Content-Type")).hasValue("application/x-ndjson");
        List<String> lines = export.body().lines().toList();
        assertThat(lines).hasSize(1_100).doesNotHaveDuplicates();
        assertThat(lines.get(0)).startsWith("{").contains("\"message\":\"m0\"");
        assertThat(lines.get(1_099)).contains("\"message\":\"m1099\"");
        assertThat(ecs().get("/export", "limit", "10001").statusCode()).isEqualTo(400);
    }
}
