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
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What a message would look like, without a script and without a message. */
class PreviewPagesTests {

    @TempDir
    private static Path folder;

    private static PagesFixture pages;

    @BeforeAll
    static void start() {
        pages = new PagesFixture(
                folder,
                "tocsin.alert.routes[0].targets[0]=ops-slack",
                "spring.mail.host=127.0.0.1",
                "tocsin.channel.email.ops-mail.to=ops@example.com",
                "tocsin.channel.email.ops-mail.from=tocsin@example.com",
                "tocsin.channel.dingtalk.oncall.webhook-url=https://oapi.example.com/robot?access_token=t0ken",
                "tocsin.channel.sms.phones.access-key-id=s3cretId",
                "tocsin.channel.sms.phones.access-key-secret=s3cret",
                "tocsin.channel.sms.phones.sign-name=Tocsin",
                "tocsin.channel.sms.phones.template-code=SMS_1",
                "tocsin.channel.sms.phones.phone-numbers[0]=13911113333");
    }

    @AfterAll
    static void stop() {
        pages.close();
    }

    private static HttpResponse<String> paste(String target, String payload) {
        String page = "/targets/" + target + "/preview";
        return pages.submit(page, page, Map.of("payload", payload));
    }

    @ParameterizedTest
    @CsvSource({
        "ops-slack, <div class=\"bar ink-red\">",
        "oncall, <p class=\"head h4\"><span class=\"ink-red\">",
        "phones, <dt>name</dt><dd>HighCPU</dd>",
        "ops-mail, <iframe sandbox title="
    })
    void a_sample_is_shown_as_its_channel_shows_it(String target, String form) {
        assertThat(pages.page("/targets/" + target + "/preview")).contains("A sample", "HighCPU", form);
    }

    @ParameterizedTest
    @ValueSource(strings = {"ops-slack", "oncall", "phones", "ops-mail"})
    void what_is_pasted_is_shown_and_kept_in_the_form(String target) {
        HttpResponse<String> answer = paste(target, Payloads.GRAFANA);
        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(answer.body())
                .contains("Your payload", "DiskFull", "&quot;groupKey&quot;:&quot;{}:{alertname=\\&quot;DiskFull");
        assertThat(pages.slack.received()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"{", "[1]", "nothing <script>alert(1)</script>"})
    void what_cannot_be_read_is_told_and_kept(String payload) {
        HttpResponse<String> answer = paste("ops-slack", payload);
        assertThat(answer.statusCode()).isEqualTo(400);
        assertThat(answer.body())
                .contains("The payload cannot be read: ", "role=\"alert\"", "aria-invalid=\"true\"")
                .contains("\n"
                        + payload.replace("\"", "&quot;").replace("<", "&lt;").replace(">", "&gt;") + "</textarea>");
    }

    @Test
    void a_form_that_is_too_long_is_refused() {
        assertThat(paste("ops-slack", "x".repeat(3_000_000)).statusCode()).isEqualTo(413);
    }

    @Test
    void a_mail_is_in_a_sandbox_with_a_policy_of_its_own() {
        String page = pages.page("/targets/ops-mail/preview");
        String address = page.replaceAll("(?s).*<iframe sandbox title=\"The mail\" src=\"([^\"]+)\".*", "$1");
        HttpResponse<String> mail = pages.get(address);
        assertThat(mail.statusCode()).isEqualTo(200);
        assertThat(mail.headers().firstValue("Content-Type")).hasValue("text/html;charset=UTF-8");
        assertThat(mail.headers().allValues("Content-Security-Policy"))
                .containsExactly(
                        "default-src 'none'; style-src 'unsafe-inline'; img-src data:; sandbox; base-uri 'none';"
                                + " form-action 'none'; frame-ancestors 'self'");
        assertThat(mail.headers().firstValue("X-Frame-Options")).hasValue("SAMEORIGIN");
        assertThat(mail.body()).contains("HighCPU", "style=");
        assertThat(pages.anonymous(address).statusCode()).isNotEqualTo(200);
        HttpResponse<String> gone = pages.get("/targets/ops-mail/preview/0123", "Accept-Language", "zh-CN");
        assertThat(gone.statusCode()).isEqualTo(404);
        assertThat(gone.body()).contains("预览只保留十分钟");
    }

    @Test
    void what_is_sent_is_there_to_read() {
        assertThat(pages.page("/targets/ops-slack/preview"))
                .contains("As sent", "&quot;unfurl_links&quot; : false")
                .doesNotContain(" style=\"");
    }

    @ParameterizedTest
    @ValueSource(strings = {"ops-slack", "oncall", "phones", "ops-mail"})
    void nothing_hostile_becomes_mark_up(String target) {
        String payload = """
                {"version":"4","groupKey":"%1$s","status":"firing","externalURL":"javascript:alert(1)",
                "commonLabels":{"x":"%1$s"},"groupLabels":{"alertname":"%1$s"},
                "alerts":[{"status":"firing","labels":{"alertname":"%1$s","severity":"%1$s","instance":"%1$s"},
                "annotations":{"summary":"%1$s","description":"*b* [x](javascript:alert(1)) <javascript:alert(1)|x>",
                "runbook_url":"javascript:alert(1)"},"startsAt":"2026-11-22T09:44:38Z",
                "generatorURL":"https://a.example/\\"onmouseover=\\"alert(1)"}]}\
                """.formatted(PagesFixture.HOSTILE.replace("\"", "\\\""));
        HttpResponse<String> answer = paste(target, payload);
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
        assertThat(answer.body())
                .contains("&lt;script&gt;")
                .doesNotContain("<script>", "<img", "href=\"javascript", " style=\"")
                .doesNotContainPattern("<[^>]* on\\w+=");
    }

    @Test
    void a_target_that_is_not_there_is_told() {
        assertThat(pages.get("/targets/nobody/preview").statusCode()).isEqualTo(404);
    }
}
