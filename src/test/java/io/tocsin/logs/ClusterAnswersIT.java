package io.tocsin.logs;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.http.HttpResponse;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

/** Answers that a node gives rarely: refused credentials, and a part of what was asked for. */
class ClusterAnswersIT {

    private static final String REFUSED =
            "{\"error\":{\"root_cause\":[{\"type\":\"security_exception\",\"reason\":\"user elastic\"}]}}";
    private static final String HIT =
            "{\"_index\":\"app-logs-1\",\"_id\":\"1\",\"_source\":{\"message\":\"the one that came\"},"
                    + "\"sort\":[\"2026-11-27T10:00:00.000Z\",\"app-logs-1\",1]}";

    @ParameterizedTest
    @CsvSource({
        "401,username=elastic,password=a-secret-of-the-test,Basic ZWxhc3RpYzphLXNlY3JldC1vZi10aGUtdGVzdA==",
        "403,username=elastic,password=a-secret-of-the-test,Basic ZWxhc3RpYzphLXNlY3JldC1vZi10aGUtdGVzdA==",
        "401,api-key=a-secret-of-the-test,password=,ApiKey a-secret-of-the-test",
        "403,api-key=a-secret-of-the-test,password=,ApiKey a-secret-of-the-test"
    })
    void refused_credentials_are_a_503_that_says_so(int status, String first, String second, String shown)
            throws IOException {
        try (CannedCluster cluster = new CannedCluster(status, asked -> REFUSED);
                LogsServer tocsin = cluster.asked("spring.elasticsearch." + first, "spring.elasticsearch." + second)) {
            for (String path : List.of("/errors", "/summary", "/export")) {
                HttpResponse<String> answer = tocsin.get(path);
                assertThat(answer.statusCode()).isEqualTo(503);
                assertThat(answer.body())
                        .contains("Elasticsearch refuses the credentials")
                        .doesNotContain("elastic\"", "user elastic", "a-secret-of-the-test");
            }
            assertThat(cluster.credentials()).isNotEmpty().containsOnly(shown);
        }
    }

    /** Whoever answers in place of the cluster would have Tocsin call any address that Tocsin reaches. */
    @ParameterizedTest
    @ValueSource(ints = {301, 302, 303, 307, 308})
    void a_redirect_is_not_followed(int status) throws IOException {
        try (CannedCluster elsewhere = new CannedCluster(200, asked -> "{\"hits\":{\"hits\":[" + HIT + "]}}");
                CannedCluster cluster =
                        new CannedCluster(status, elsewhere.uri().resolve("/internal"), asked -> "{}");
                LogsServer tocsin = cluster.asked()) {
            for (String path : List.of("/errors", "/summary", "/export")) {
                HttpResponse<String> answer = tocsin.get(path);
                assertThat(answer.statusCode()).as(answer.body()).isEqualTo(503);
                assertThat(answer.body()).contains("Elasticsearch answers " + status);
            }
            assertThat(elsewhere.credentials()).as("requests to another host").isEmpty();
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"<html>a proxy's page</html>", "{\"hits\":{", "[1,2]", "\"text\"", ""})
    void what_is_no_json_object_is_a_503_that_says_so(String body) throws IOException {
        try (CannedCluster cluster = new CannedCluster(200, asked -> body);
                LogsServer tocsin = cluster.asked()) {
            for (String path : List.of("/errors", "/summary", "/export")) {
                HttpResponse<String> answer = tocsin.get(path);
                assertThat(answer.statusCode()).as(answer.body()).isEqualTo(503);
                assertThat(answer.body()).contains("sends no JSON object").doesNotContain("proxy");
            }
        }
    }

    private static String shards(int failed) {
        return "{\"total\":2,\"successful\":" + (2 - failed) + ",\"failed\":" + failed + "}";
    }

    @ParameterizedTest
    @CsvSource({"false,1", "true,0"})
    void an_export_with_entries_missing_says_so_in_its_last_line(boolean timedOut, int failed) throws IOException {
        String part = "{\"took\":1,\"timed_out\":" + timedOut + ",\"_shards\":" + shards(failed)
                + ",\"hits\":{\"total\":{\"value\":1,\"relation\":\"eq\"},\"hits\":[" + HIT + "]}}";
        try (CannedCluster cluster = new CannedCluster(200, asked -> part);
                LogsServer tocsin = cluster.asked()) {
            List<String> lines = tocsin.get("/export").body().lines().toList();
            assertThat(lines).hasSize(2);
            assertThat(lines.get(0)).contains("the one that came");
            assertThat(lines.get(1))
                    .isEqualTo("{\"incomplete\":\"entries are missing: a shard failed or time ran out\"}");
        }
    }

    @Test
    void an_export_with_all_entries_missing_is_a_503() throws IOException {
        try (CannedCluster cluster = new CannedCluster(
                        200,
                        asked -> "{\"took\":1,\"timed_out\":true,\"_shards\":" + shards(0)
                                + ",\"hits\":{\"hits\":[]}}");
                LogsServer tocsin = cluster.asked()) {
            HttpResponse<String> answer = tocsin.get("/export");
            assertThat(answer.statusCode()).isEqualTo(503);
            assertThat(answer.body()).contains("entries are missing");
        }
    }

    @Test
    void a_summary_is_partial_when_only_the_later_groups_are() throws IOException {
        try (CannedCluster cluster = new CannedCluster(200, ClusterAnswersIT::groups);
                LogsServer tocsin = cluster.asked()) {
            JsonNode summary = tocsin.json("/summary");
            assertThat(summary.path("partial").asBoolean(false)).isTrue();
            assertThat(summary.path("moreGroups").asBoolean(false)).isTrue();
        }
    }

    /** A full thousand at first, and nothing in time after them. */
    private static String groups(String asked) {
        if (asked.startsWith("{\"allow_no_indices\"")) {
            return "{\"took\":1,\"responses\":[]}";
        }
        boolean later = asked.contains("\"after\":");
        Stream<String> buckets = IntStream.range(0, later ? 0 : 1_000)
                .mapToObj(n -> "{\"key\":{\"type\":\"a.B\",\"logger\":\"" + n + "\"},\"doc_count\":1,"
                        + "\"filter#now\":{\"doc_count\":1,\"min#first\":{\"value\":1},\"max#last\":{\"value\":1}}}");
        return buckets.collect(Collectors.joining(
                ",",
                "{\"took\":1,\"timed_out\":" + later + ",\"_shards\":" + shards(0) + ",\"hits\":{\"hits\":[]},"
                        + "\"aggregations\":{\"filter#errors\":{\"doc_count\":1000,"
                        + "\"filter#thrown\":{\"doc_count\":1000,\"composite#groups\":"
                        + "{\"after_key\":{\"type\":\"a.B\",\"logger\":\"999\"},\"buckets\":[",
                "]}}}}}"));
    }
}
