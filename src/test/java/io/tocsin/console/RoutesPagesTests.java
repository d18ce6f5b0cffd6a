package io.tocsin.console;

import static org.assertj.core.api.Assertions.assertThat;

import io.tocsin.intake.webhook.Payloads;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Who would get an alert, and why a notification went where it went. */
class RoutesPagesTests {

    @TempDir
    private static Path folder;

    private static PagesFixture pages;

    @BeforeAll
    static void start() {
        pages = new PagesFixture(
                folder,
                "tocsin.channel.slack.never.webhook-url=https://hooks.example.com/services/T/B/n",
                "tocsin.channel.slack.ops-slack.mentions[0].matchers=severity=critical",
                "tocsin.channel.slack.ops-slack.mentions[0].here=true",
                "tocsin.channel.slack.ops-slack.fallback.target=never",
                "tocsin.alert.routes[0].matchers=team=shop",
                "tocsin.alert.routes[0].targets[0]=never",
                "tocsin.alert.routes[1].targets[0]=ops-slack");
    }

    @AfterAll
    static void stop() {
        pages.close();
    }

    private static HttpResponse<String> ask(String text) {
        return pages.submit("/routes", "/routes", Map.of("text", text));
    }

    @Test
    void labels_are_explained_route_by_route() {
        HttpResponse<String> answer = ask("severity=critical, team=pay");
        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(answer.body())
                .contains(
                        "Would be sent",
                        "mentions @here",
                        "when late by 5 min also to never",
                        "<code>team=&quot;shop&quot;</code> <span class=\"muted\">is pay</span>",
                        "no route that matched leads there",
                        "severity=critical, team=pay</textarea>");
        assertThat(pages.slack.received()).isEmpty();
    }

    @Test
    void a_body_is_explained_and_chinese_readers_read_it_in_chinese() {
        assertThat(ask(Payloads.GRAFANA).body()).contains("Would be sent", "&quot;groupKey&quot;");
        assertThat(pages.page("/routes?text=team%3Dshop", "Accept-Language", "zh-CN"))
                .contains("将会发送", "未尝试", "匹配的路由都不指向它");
    }

    @ParameterizedTest
    @ValueSource(strings = {"{", "{\"a\":", "severity=~critical", "<script>alert(1)</script>"})
    void what_cannot_be_read_is_explained_and_kept(String text) {
        HttpResponse<String> answer = ask(text);
        assertThat(answer.statusCode()).isEqualTo(400);
        assertThat(answer.body())
                .contains("This cannot be read: ", "role=\"alert\"", "aria-invalid=\"true\"")
                .doesNotContain("<script>alert");
    }

    @Test
    void nothing_hostile_becomes_mark_up() {
        String text = "severity=\"" + PagesFixture.HOSTILE.replace("\"", "\\\"") + "\", team=\"<img src=x onerror=1>\"";
        assertThat(ask(text).body()).contains("&lt;img").doesNotContain("<script>", "<img");
    }

    @Test
    void a_notification_says_why_it_went_to_its_targets() {
        String delivery = pages.delivered("CheckoutSlow", "DELIVERED");
        String address =
                pages.page("/deliveries/" + delivery).replaceAll("(?s).*href=\"(/notifications/\\d+)\".*", "$1");
        String page = pages.page(address);
        assertThat(page)
                .contains(
                        "Why these targets",
                        "Routes that matched",
                        "Route 1",
                        "takes every alert",
                        "href=\"/deliveries/" + delivery,
                        "<b>never</b> <span class=\"muted\">no route that matched leads there",
                        "href=\"/routes?text=");
        String today = page.replaceAll("(?s).*href=\"(/routes\\?text=[^\"]+)\".*", "$1");
        assertThat(pages.page(today)).contains("Would be sent");
        assertThat(pages.page(address, "Accept-Language", "zh-CN")).contains("为何是这些目标");
    }

    @Test
    void a_report_shows_the_noisiest_alerts_and_how_targets_received_them() {
        pages.delivered("DiskFull", "DELIVERED");
        assertThat(pages.page("/alerts")).contains("href=\"/reports\"");
        assertThat(pages.page("/reports")).contains("The noisiest alerts", ">DiskFull</a>", ">ops-slack</a>", "100 %");
        assertThat(pages.page("/reports?days=1&matcher=team%3Dnone", "Accept-Language", "zh-CN"))
                .contains("这段时间没有收到任何通知");
        assertThat(pages.get("/reports?days=2").statusCode()).isEqualTo(400);
        assertThat(pages.get("/reports?matcher=team").statusCode()).isEqualTo(400);
    }

    @Test
    void a_notification_that_is_gone_is_a_404() {
        assertThat(pages.get("/notifications/999999").statusCode()).isEqualTo(404);
        assertThat(pages.get("/notifications/x").statusCode()).isEqualTo(400);
    }
}
