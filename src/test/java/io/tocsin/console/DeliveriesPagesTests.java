package io.tocsin.console;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The pages about deliveries, with no script. */
class DeliveriesPagesTests {

    @TempDir
    private static Path folder;

    private static PagesFixture pages;

    @BeforeAll
    static void start() {
        pages = new PagesFixture(
                folder,
                "tocsin.alert.routes[0].targets[0]=ops-slack",
                "tocsin.channel.slack.dead.webhook-url=http://127.0.0.1:1/services/dead");
    }

    @AfterAll
    static void stop() {
        pages.close();
    }

    @BeforeEach
    void forget() {
        pages.slack.reset();
    }

    @Test
    void a_delivery_is_in_the_list_and_has_a_page() {
        String id = pages.delivered("DiskFull", "DELIVERED");
        assertThat(pages.page("/deliveries"))
                .contains("href=\"/deliveries/" + id + "\"", "DiskFull", ">delivered<", ">critical<");
        assertThat(pages.page("/deliveries/" + id))
                .contains("Delivery " + id, "The provider has confirmed", "<span>team</span> DiskFull")
                .contains("href=\"https://prometheus.example.com/graph?a=1&amp;b=2\" rel=\"noreferrer noopener\"");
    }

    @Test
    void filters_narrow_the_list() {
        String id = pages.delivered("Filtered", "DELIVERED");
        String link = "href=\"/deliveries/" + id + "\"";
        for (String filter : new String[] {
            "target=ops-slack&state=DELIVERED&range=15m",
            "from=2026-01-01T00:00&to=2126-01-01T00:00&zone=Asia/Shanghai",
            "range=7d&from=&to=&zone="
        }) {
            assertThat(pages.page("/deliveries?" + filter)).as(filter).contains(link);
        }
        for (String filter :
                new String[] {"target=dead&range=7d&state=DELIVERED", "to=2026-01-01T00:00", "state=PARKED&target=dead"
                }) {
            assertThat(pages.page("/deliveries?" + filter))
                    .as(filter)
                    .doesNotContain(link)
                    .contains("No delivery is like that");
        }
    }

    @Test
    void a_form_shows_what_was_asked_for() {
        assertThat(pages.page("/deliveries?target=gone&state=PARKED&from=2026-01-01T00:00&zone=Asia/Shanghai"))
                .contains(
                        "<option selected>gone</option>",
                        "<option value=\"PARKED\" selected>",
                        "value=\"2026-01-01T00:00\"",
                        "value=\"Asia/Shanghai\" data-zone",
                        "<span data-zone-name>Asia/Shanghai</span>");
    }

    @ParameterizedTest
    @CsvSource({
        "state=lost, state",
        "range=2h, range",
        "from=yesterday, from",
        "from=%2B999999999-12-31T23:59, from",
        "to=-999999999-01-01T00:00, to",
        "to=2026-13-01T00:00, to",
        "from=2026-01-01T00:00&zone=Nowhere, from",
        "notification=x, notification",
        "cursor=x, cursor"
    })
    void what_is_not_understood_is_told(String query, String name) {
        HttpResponse<String> answer = pages.get("/deliveries?" + query);
        assertThat(answer.statusCode()).isEqualTo(400);
        assertThat(answer.body()).contains("The value of “" + name + "” is not understood.");
    }

    @Test
    void what_only_a_button_may_ask_for_is_told_on_a_page() {
        HttpResponse<String> answer = pages.get("/deliveries/ops-slack-1/resend", "Accept", "text/html");
        assertThat(answer.statusCode()).isEqualTo(405);
        assertThat(answer.headers().firstValue("Allow")).hasValue("POST");
        assertThat(answer.body()).contains("There is nothing to see at this address", "To the overview");
        assertThat(pages.get("/deliveries/ops-slack-1/resend", "Accept", "application/json")
                        .body())
                .contains("\"status\":405")
                .doesNotContain("<html");
        String test = "/targets/ops-slack/test";
        HttpResponse<String> incomplete = pages.forge("/targets", test, Map.of());
        assertThat(incomplete.statusCode()).isEqualTo(400);
        assertThat(incomplete.body()).contains("The value of “key” is not understood.", "To the overview");
    }

    @Test
    void older_deliveries_are_on_further_pages() {
        String first = pages.delivered("Oldest", "DELIVERED");
        for (int i = 0; i < 50; i++) {
            pages.delivered("Page" + i, "DELIVERED");
        }
        String newest = pages.page("/deliveries?target=ops-slack");
        assertThat(newest).doesNotContain("href=\"/deliveries/" + first + "\"");
        String older = newest.replaceAll("(?s).*rel=\"next\" href=\"([^\"]+)\".*", "$1")
                .replace("&amp;", "&");
        assertThat(older).startsWith("/deliveries?target=ops-slack&cursor=");
        assertThat(pages.page(older))
                .contains("href=\"/deliveries/" + first + "\"")
                .contains("id=\"newest\" href=\"/deliveries?target=ops-slack\"");
    }

    @Test
    void what_is_parked_says_why_and_is_sent_again_from_its_page() {
        String id = pages.parked("Refused");
        assertThat(pages.page("/deliveries?state=PARKED")).contains("message refused", "invalid_payload");
        assertThat(pages.page("/deliveries/" + id)).contains("Attempt 1", "message refused", "invalid_payload");

        HttpResponse<String> answer = pages.submit("/deliveries/" + id, "/deliveries/" + id + "/resend", Map.of());
        String again = PagesFixture.location(answer).substring("/deliveries/".length());
        pages.awaitState(again, "DELIVERED");
        assertThat(pages.page("/deliveries/" + again)).contains("Repeats", "href=\"/deliveries/" + id + "\"");
        assertThat(pages.page("/deliveries/" + id)).contains("Sent again as", "href=\"/deliveries/" + again + "\"");
        assertThat(pages.slack.received()).hasSize(1);
    }

    @Test
    void a_notice_tells_what_became_of_the_wish() {
        String id = pages.delivered("Twice", "DELIVERED");
        String action = "/deliveries/" + id + "/resend";
        HttpResponse<String> first = pages.submit("/deliveries/" + id, action, Map.of());
        assertThat(pages.page(PagesFixture.location(first), "Cookie", PagesFixture.session(first)))
                .contains(id + " is sent again: this is the new delivery.");
        HttpResponse<String> second = pages.submit("/deliveries/" + id, action, Map.of());
        assertThat(PagesFixture.location(second)).isEqualTo(PagesFixture.location(first));
        assertThat(pages.page(
                        PagesFixture.location(second),
                        "Accept-Language",
                        "zh-CN",
                        "Cookie",
                        PagesFixture.session(second)))
                .contains(id + " 此前已经重发");
    }

    @Test
    void a_form_needs_its_token_and_its_key() {
        String id = pages.delivered("Forged", "DELIVERED");
        String action = "/deliveries/" + id + "/resend";
        assertThat(pages.post(action, "key=1").statusCode()).isEqualTo(403);
        HttpResponse<String> wrong = pages.forge("/deliveries/" + id, action, Map.of("key", "<script>"));
        assertThat(wrong.statusCode()).isEqualTo(400);
        assertThat(wrong.body()).contains("“key”");
        assertThat(pages.slack.received()).hasSize(1);
    }

    @Test
    void what_waits_still_is_not_sent_again() {
        String page = PagesFixture.location(pages.submit("/targets", "/targets/dead/test", Map.of()));
        assertThat(pages.page(page)).contains("data-live=\"2\"").doesNotContain("/resend\"");
        String old = "/deliveries/" + pages.delivered("Finished", "DELIVERED");
        HttpResponse<String> answer = pages.submitTo(old, old + "/resend", page + "/resend");
        assertThat(PagesFixture.location(answer)).isEqualTo(page);
        assertThat(pages.page(page, "Cookie", PagesFixture.session(answer)))
                .contains("will be sent without being asked for");
    }

    @Test
    void everything_parked_is_sent_again_after_a_question() {
        pages.parked("One");
        pages.parked("Two");
        String ask = "/targets/ops-slack/resend-parked";
        // The monitor has looked when the list leads to the question.
        await().until(() -> pages.page("/deliveries").contains("href=\"" + ask + "\""));
        HttpResponse<String> answer = pages.submit(ask, ask, Map.of());
        assertThat(PagesFixture.location(answer)).isEqualTo("/deliveries?target=ops-slack");
        assertThat(pages.page("/deliveries?target=ops-slack", "Cookie", PagesFixture.session(answer)))
                .containsPattern("Sent again to ops-slack: \\d+\\. Nothing is parked there now\\.");
        assertThat(pages.page("/deliveries?target=ops-slack&state=PARKED")).contains("No delivery is like that");
    }

    @ParameterizedTest
    @CsvSource({"/deliveries/ops-slack-999999", "/deliveries/x", "/targets/nobody/resend-parked"})
    void what_is_not_there_is_told(String path) {
        HttpResponse<String> answer = pages.get(path);
        assertThat(answer.statusCode()).isEqualTo(404);
        assertThat(answer.body()).containsPattern("There is no delivery|No target is configured");
    }

    @Test
    void both_languages_are_spoken() {
        String id = pages.delivered("Languages", "DELIVERED");
        assertThat(pages.page("/deliveries", "Accept-Language", "zh-CN,zh;q=0.9"))
                .contains("<html lang=\"zh-CN\">", "已送达", "所有目标");
        assertThat(pages.page("/deliveries/" + id, "Accept-Language", "zh-CN")).contains("服务商已确认收到该消息");
    }

    @Test
    void an_alert_leads_to_what_its_application_logged_before_it() {
        String id = pages.delivered("HighErrorRate", "DELIVERED");
        assertThat(pages.page("/deliveries/" + id))
                .contains("href=\"https://tocsin.example.com/logs?service=shop&amp;until=2026-11-22T09:44:38Z\"");
    }

    @Test
    void nothing_from_outside_becomes_mark_up() {
        String id = pages.delivered(PagesFixture.HOSTILE, "DELIVERED");
        for (String page : new String[] {
            pages.page("/deliveries"),
            pages.page("/deliveries/" + id),
            pages.page("/deliveries?target=%22%3E%3Cscript%3Ealert(1)%3C/script%3E%3Cimg%20src=x%3E"),
            pages.get("/deliveries/%3Cscript%3Ealert(1)%3C%2Fscript%3E").body()
        }) {
            assertThat(page).doesNotContain("<script>", "<img", "javascript:", " style=\"");
        }
        assertThat(pages.page("/deliveries/" + id)).contains("&lt;script&gt;alert(1)&lt;/script&gt;");
    }
}
