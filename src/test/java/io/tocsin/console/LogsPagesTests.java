package io.tocsin.console;

import static org.assertj.core.api.Assertions.assertThat;

import io.tocsin.delivery.web.OperatorClient;
import io.tocsin.metrics.RunningService;
import io.tocsin.proof.FreePort;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The page of logs while nobody answers its questions; what it shows of a real Elasticsearch is in ConsoleLogsIT. */
class LogsPagesTests {

    @TempDir
    static Path folder;

    private static RunningService without;
    private static RunningService unanswered;

    @BeforeAll
    static void start() {
        without = RunningService.start(folder.resolve("without"));
        unanswered = RunningService.start(
                folder.resolve("unanswered"), "spring.elasticsearch.uris=http://127.0.0.1:" + FreePort.next());
    }

    @AfterAll
    static void stop() {
        without.close();
        unanswered.close();
    }

    private static HttpResponse<String> get(RunningService service, String path, String language) {
        return service.send(service.request(path)
                .header("Authorization", OperatorClient.AUTHORIZATION)
                .header("Accept", "text/html")
                .header("Accept-Language", language));
    }

    @Test
    void without_elasticsearch_it_says_how_to_configure_one() {
        HttpResponse<String> english = get(without, "/logs", "en");
        assertThat(english.statusCode()).isEqualTo(200);
        assertThat(english.body()).contains("No Elasticsearch is configured", "uris:");
        assertThat(get(without, "/logs", "zh-CN").body()).contains("尚未配置 Elasticsearch");
        assertThat(get(without, "/logs/entry?id=x", "en").statusCode()).isEqualTo(404);
    }

    @Test
    void while_elasticsearch_is_away_it_says_so_and_keeps_the_search() {
        HttpResponse<String> answer = get(unanswered, "/logs?text=%3Cscript%3E&level=all&range=6h", "en");
        assertThat(answer.statusCode()).isEqualTo(503);
        assertThat(answer.body())
                .contains("Elasticsearch does not answer", "value=\"&lt;script&gt;\"", "<option value=\"6h\" selected>")
                .doesNotContain("<script>");
        HttpResponse<String> entry = get(unanswered, "/logs/entry?id=x", "en");
        assertThat(entry.statusCode()).isIn(404, 503);
    }

    @Test
    void the_page_of_an_alert_gets_no_error_groups_while_there_is_no_answer() {
        for (RunningService service : List.of(without, unanswered)) {
            HttpResponse<String> answer = get(service, "/logs/top?service=shop&range=1h", "en");
            assertThat(answer.statusCode()).isEqualTo(200);
            assertThat(answer.body()).isBlank();
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "range=2h",
                "level=worst",
                "until=yesterday",
                "until=-1000000000-01-01T00:00:00Z",
                "until=%2B1000000000-12-31T00:00:00Z",
                "text={long}"
            })
    void a_parameter_that_is_not_understood_is_said_so(String query) {
        HttpResponse<String> answer = get(unanswered, "/logs?" + query.replace("{long}", "x".repeat(501)), "en");
        assertThat(answer.statusCode()).isEqualTo(400);
        assertThat(answer.body()).contains("is not understood");
    }
}
