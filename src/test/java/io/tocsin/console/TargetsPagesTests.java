package io.tocsin.console;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The page of the targets, with no script. */
class TargetsPagesTests {

    @TempDir
    private static Path folder;

    private static PagesFixture pages;

    @BeforeAll
    static void start() {
        pages = new PagesFixture(
                folder,
                "tocsin.alert.routes[0].targets[0]=ops-slack",
                "tocsin.channel.dingtalk.oncall.webhook-url=https://oapi.example.com/robot?access_token=t0ken",
                "tocsin.channel.dingtalk.oncall.locale=zh-CN",
                "tocsin.channel.dingtalk.oncall.time-zone=Asia/Shanghai",
                "tocsin.channel.dingtalk.oncall.mentions[0].mobiles[0]=13811112222",
                "tocsin.channel.dingtalk.oncall.mentions[0].matchers[0]=severity=critical",
                "tocsin.channel.dingtalk.oncall.fallback.target=ops-slack");
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
    void a_target_shows_its_configuration_without_secrets_and_how_it_fares() {
        assertThat(pages.page("/targets"))
                .contains(
                        "oapi.example.com",
                        "DingTalk",
                        "Chinese, Asia/Shanghai",
                        "18 per 1 min",
                        "ops-slack, after 5 min")
                .contains("@138****2222", "severity=&quot;critical&quot;", ">healthy<")
                .doesNotContain("t0ken", "13811112222", "robot");
    }

    @Test
    void a_test_leads_to_the_page_that_tells_when_it_has_arrived() {
        HttpResponse<String> answer = pages.submit("/targets", "/targets/ops-slack/test", Map.of());
        String page = PagesFixture.location(answer);
        assertThat(pages.page(page, "Cookie", PagesFixture.session(answer)))
                .contains("A test for ops-slack is in the line.", "data-live");
        pages.awaitState(page.substring("/deliveries/".length()), "DELIVERED");
        assertThat(pages.page(page)).contains("TocsinTest", ">delivered<");
        assertThat(pages.slack.received()).hasSize(1);
    }

    @Test
    void nobody_is_written_to_who_is_not_configured() {
        HttpResponse<String> answer = pages.submitTo("/targets", "/targets/ops-slack/test", "/targets/nobody/test");
        assertThat(answer.statusCode()).isEqualTo(404);
        assertThat(answer.body()).contains("No target is configured under the name “nobody”.");
    }

    @Test
    void both_languages_are_spoken() {
        assertThat(pages.page("/targets", "Accept-Language", "zh-CN")).contains("发送测试", "钉钉", "每 1 分钟 最多 18 条");
    }
}
