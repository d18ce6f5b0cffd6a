package io.tocsin.intake.webhook;

import static org.assertj.core.api.Assertions.assertThat;

import io.tocsin.delivery.web.OperatorClient;
import io.tocsin.metrics.RunningService;
import io.tocsin.standin.DingTalkStandIn;
import io.tocsin.standin.SlackStandIn;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;

class PreviewTests {

    private static final String PREVIEW = "/api/v1/messages/preview";
    private static final SlackStandIn SLACK = new SlackStandIn();
    private static final DingTalkStandIn DINGTALK = new DingTalkStandIn();

    private static RunningService service;
    private static OperatorClient operator;

    @BeforeAll
    static void start(@TempDir Path folder) {
        service = RunningService.start(
                folder,
                "tocsin.channel.slack.ops-slack.webhook-url=" + SLACK.webhookUrl(),
                "tocsin.channel.dingtalk.oncall.webhook-url=" + DINGTALK.webhookUrl(),
                "tocsin.channel.dingtalk.oncall.secret=" + DingTalkStandIn.SECRET,
                "tocsin.alert.routes[0].targets=ops-slack",
                "tocsin.alert.max-payload=8KB");
        operator = new OperatorClient(service);
    }

    @AfterAll
    static void stop() {
        service.close();
        SLACK.close();
        DINGTALK.close();
    }

    private static JsonNode preview(String target, String payload) {
        HttpResponse<String> answer = operator.send("POST", PREVIEW + "?target=" + target, payload);
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
        return OperatorClient.read(answer).path("message");
    }

    @Test
    void a_payload_is_shown_as_each_target_would_get_it() {
        JsonNode slack = preview("ops-slack", Payloads.alertmanager());
        assertThat(slack.path("parts").path(0).path("contentType").asString()).isEqualTo("application/json");
        assertThat(slack.path("parts").path(0).path("body").asString()).contains("\"attachments\"");
        JsonNode dingTalk = preview("oncall", Payloads.numbered(7));
        assertThat(dingTalk.path("parts").path(0).path("body").asString()).contains("Numbered");
    }

    @Test
    void without_a_payload_a_sample_is_shown() {
        assertThat(preview("ops-slack", "").toString()).contains("HighCPU", "web-1:9100");
        assertThat(preview("oncall", "").toString()).contains("HighCPU");
    }

    @Test
    void nothing_is_sent_or_kept() {
        preview("ops-slack", Payloads.numbered(8));
        assertThat(operator.json("/api/v1/notifications").path("items")).isEmpty();
        assertThat(SLACK.requests() + DINGTALK.requests()).isZero();
    }

    @ParameterizedTest
    @CsvSource({"?target=ops-slack,'{',400", "?target=ops-slack,'[]',400", "?target=nobody,'',404", "'','',400"})
    void what_cannot_be_shown_is_a_problem(String query, String payload, int status) {
        HttpResponse<String> answer = operator.send("POST", PREVIEW + query, payload);
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(status);
        assertThat(answer.headers().firstValue("Content-Type")).hasValue("application/problem+json");
        assertThat(answer.body()).contains("\"detail\"").doesNotContain("Exception");
    }

    @Test
    void a_payload_above_the_limit_is_a_413() {
        String large = "{\"x\":\"" + "x".repeat(9000) + "\"}";
        assertThat(operator.send("POST", PREVIEW + "?target=oncall", large).statusCode())
                .isEqualTo(413);
    }
}
