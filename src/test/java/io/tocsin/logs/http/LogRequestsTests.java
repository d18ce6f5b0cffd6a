package io.tocsin.logs.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.tocsin.logs.LogsServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Bad questions, and a cluster that does not answer. */
class LogRequestsTests {

    private static ServerSocket silent;
    private static LogsServer server;

    @BeforeAll
    static void start() throws IOException {
        // It accepts connections and says nothing.
        silent = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
        server = LogsServer.start(
                "spring.elasticsearch.uris=http://user:secret-of-the-test@127.0.0.1:" + silent.getLocalPort(),
                "tocsin.logs.timeout=1s",
                "tocsin.logs.max-concurrent=2");
    }

    @AfterAll
    static void stop() throws IOException {
        server.close();
        silent.close();
    }

    @ParameterizedTest
    @CsvSource({
        "/errors,sevice,x,an unknown parameter",
        "/errors,size,0,size must be between 1 and 500",
        "/errors,size,501,size must be between 1 and 500",
        "/errors,size,many,size must be a whole number",
        "/errors,order,up,order is desc or asc",
        "/errors,from,yesterday,from is no time such as",
        "/errors,from,now-99999w,longer than tocsin.logs.max-range",
        "/errors,to,2026-13-01,to is no time such as",
        "/errors,from,1969-12-31,from must be in the years 1970 to 2261",
        "/summary,to,2262-01-01,to must be in the years 1970 to 2261",
        "/summary,to,+999999999-12-31,to must be in the years 1970 to 2261",
        "/summary,from,-999999999-01-01T00:00:00Z,from must be in the years 1970 to 2261",
        "/context,id,LTk5OTk5OTk5OS0wMS0wMVQwMDowMDowMFoKYQoxCmI,the id is not one that was given out",
        "/errors,zone,Mars,zone is no time zone",
        "/errors,hours,0,hours must be 1 or more",
        "/errors,hours,169,longer than tocsin.logs.max-range",
        "/errors,hours,99999999999,hours must be a whole number",
        "/summary,groups,101,groups must be between 1 and 100",
        "/summary,size,1,an unknown parameter",
        "/context,id,!,the id is not one that was given out",
        "/export,limit,0,limit must be between 1 and 10000"
    })
    void a_bad_question_is_a_400_with_the_reason(String path, String name, String value, String reason) {
        HttpResponse<String> answer = server.get(path, name, value);
        assertThat(answer.statusCode()).isEqualTo(400);
        assertThat(answer.headers().firstValue("Content-Type")).hasValue("application/problem+json");
        assertThat(answer.body()).contains(reason);
    }

    @Test
    void a_question_within_bounds_but_contradictory_is_refused() {
        assertThat(server.get("/errors", "from", "now-1h", "to", "now-2h").body())
                .contains("from must be before to");
        assertThat(server.get("/errors", "from", "now-1h", "hours", "1").body()).contains("not both");
        assertThat(server.get("/errors", "level", "a,b,c,d,e,f,g,h,i,j,k,l,m,n,o,p,q,r,s,t,u")
                        .body())
                .contains("level may have 20 values");
        assertThat(server.get("/search", "q", "a|b+c(d)\"e f\"|g|h|i|j|k|l|m|n|o|p|q")
                        .body())
                .contains("q may have 16 terms");
        assertThat(server.get("/search", "q", "x".repeat(257)).body()).contains("q may have 256 characters");
    }

    @Test
    void a_second_value_is_refused_where_there_can_be_one_only() {
        HttpResponse<String> answer = server.get("/errors", "size", "1", "size", "2");
        assertThat(answer.statusCode()).isEqualTo(400);
        assertThat(answer.body()).contains("size may be given once", "\"parameter\":\"size\"");
        assertThat(server.get("/errors", "level", "a,b,c,d,e,f,g,h,i,j,k", "level", "l,m,n,o,p,q,r,s,t,u")
                        .body())
                .contains("level may have 20 values");
        assertThat(server.get("/context").body()).contains("id is missing");
    }

    /** Spring would bind the headers to what the query leaves out. */
    @Test
    void a_header_is_no_parameter() throws Exception {
        HttpRequest request = HttpRequest.newBuilder(server.uri("/errors"))
                .header("Authorization", LogsServer.OPERATOR)
                .header("size", "many")
                .header("order", "up")
                .build();
        assertThat(HttpClient.newHttpClient()
                        .send(request, HttpResponse.BodyHandlers.ofString())
                        .statusCode())
                .isEqualTo(503);
    }

    @Test
    void an_empty_parameter_is_one_that_is_not_given() {
        assertThat(server.get("/errors", "size", "", "zone", "", "from", " ", "hours", "", "cursor", "", "level", "")
                        .body())
                .contains("Elasticsearch does not answer in time");
    }

    @Test
    void a_cluster_that_does_not_answer_is_a_503_in_time_and_names_nothing() {
        long start = System.nanoTime();
        HttpResponse<String> answer = server.get("/summary");
        assertThat(answer.statusCode()).isEqualTo(503);
        assertThat(answer.headers().firstValue("Retry-After")).hasValue("5");
        assertThat(answer.body())
                .contains("Elasticsearch does not answer in time")
                .doesNotContain("127.0.0.1", "secret");
        assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(20));
    }

    @Test
    void without_a_cluster_the_answer_says_what_to_set() {
        try (LogsServer none = LogsServer.start()) {
            HttpResponse<String> answer = none.get("/errors");
            assertThat(answer.statusCode()).isEqualTo(503);
            assertThat(answer.body()).contains("set spring.elasticsearch.uris");
        }
    }
}
