package io.tocsin.intake.webhook;

import static org.assertj.core.api.Assertions.assertThat;

import io.tocsin.delivery.web.OperatorClient;
import io.tocsin.metrics.RunningService;
import io.tocsin.standin.DingTalkStandIn;
import io.tocsin.standin.SlackStandIn;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;

class ExplainTests {

    private static final String EXPLAIN = "/api/v1/routes/explain";
    private static final SlackStandIn SLACK = new SlackStandIn();
    private static final DingTalkStandIn DINGTALK = new DingTalkStandIn();

    private static RunningService service;
    private static OperatorClient operator;

    @BeforeAll
    static void start(@TempDir Path folder) {
        service = RunningService.start(
                folder,
                "tocsin.channel.slack.ops-slack.webhook-url=" + SLACK.webhookUrl(),
                "tocsin.channel.slack.spare.webhook-url=" + SLACK.webhookUrl() + "2",
                "tocsin.channel.slack.spare.send-resolved=false",
                "tocsin.channel.dingtalk.oncall.webhook-url=" + DINGTALK.webhookUrl(),
                "tocsin.channel.dingtalk.oncall.secret=" + DingTalkStandIn.SECRET,
                "tocsin.channel.dingtalk.oncall.mentions[0].matchers=severity=critical",
                "tocsin.channel.dingtalk.oncall.mentions[0].mobiles=13812340000",
                "tocsin.channel.dingtalk.oncall.mentions[1].matchers=severity=warning",
                "tocsin.channel.dingtalk.oncall.mentions[1].all=true",
                "tocsin.channel.dingtalk.oncall.fallback.target=spare",
                "tocsin.channel.dingtalk.oncall.fallback.after=90s",
                "tocsin.channel.slack.spare.fallback.target=ops-slack",
                "tocsin.alert.watchdog.alertname=Watchdog",
                "tocsin.security.operators.reader.password=reads-and-no-more",
                "tocsin.alert.routes[0].matchers=team=~\"shop|pay\"",
                "tocsin.alert.routes[0].targets=spare",
                "tocsin.alert.routes[1].matchers[0]=severity=critical",
                "tocsin.alert.routes[1].matchers[1]=env!=test",
                "tocsin.alert.routes[1].targets=oncall",
                "tocsin.alert.routes[2].targets=ops-slack",
                "tocsin.alert.max-payload=8KB");
        operator = new OperatorClient(service);
    }

    @AfterAll
    static void stop() {
        service.close();
        SLACK.close();
        DINGTALK.close();
    }

    private static JsonNode explain(String body) {
        HttpResponse<String> answer = operator.send("POST", EXPLAIN, body);
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
        assertThat(answer.body()).doesNotContain("13812340000", DingTalkStandIn.SECRET, "access_token");
        return OperatorClient.read(answer);
    }

    @Test
    void labels_are_followed_through_every_route_matcher_by_matcher() {
        JsonNode explained = explain("{\"labels\":{\"severity\":\"CRITICAL\",\"alertname\":\"A\"}}");
        JsonNode critical = explain("{\"labels\":{\"severity\":\"critical\",\"alertname\":\"A\"}}");

        JsonNode one = critical.path("cases").path(0);
        assertThat(one.path("level").asString()).isEqualTo("CRITICAL");
        assertThat(one.path("routes").path(0).toString())
                .isEqualTo(
                        "{\"index\":0,\"verdict\":\"NOT_MATCHED\",\"matchers\":[{\"matcher\":\"team=~\\\"shop|pay\\\"\","
                                + "\"value\":\"\",\"matches\":false}],\"targets\":[\"spare\"],\"continues\":false}");
        assertThat(one.path("routes").path(1).path("matchers").toString())
                .isEqualTo("[{\"matcher\":\"severity=\\\"critical\\\"\",\"value\":\"critical\",\"matches\":true},"
                        + "{\"matcher\":\"env!=\\\"test\\\"\",\"value\":\"\",\"matches\":true}]");
        assertThat(one.path("routes").path(1).path("verdict").asString()).isEqualTo("MATCHED");
        assertThat(one.path("routes").path(2).path("verdict").asString()).isEqualTo("NOT_TRIED");

        assertThat(explained.path("cases").path(0).path("level").asString())
                .as("severities ignore case, and so say that this one is critical")
                .isEqualTo("CRITICAL");
        assertThat(explained.path("deliveries").path(0).path("target").asString())
                .as("matchers do not")
                .isEqualTo("ops-slack");
    }

    @Test
    void a_delivery_names_who_is_mentioned_and_where_it_goes_when_it_is_late() {
        JsonNode sent = explain("{\"labels\":{\"severity\":\"critical\"}}").path("deliveries");
        assertThat(sent).hasSize(1);
        assertThat(sent.path(0).path("target").asString()).isEqualTo("oncall");
        assertThat(sent.path(0).path("channel").asString()).isEqualTo("dingtalk");
        assertThat(sent.path(0).path("mentions").toString()).isEqualTo("[\"@138****0000\"]");
        assertThat(sent.path(0).path("fallbacks").toString())
                .isEqualTo("[{\"target\":\"spare\",\"afterSeconds\":90,\"applies\":true},"
                        + "{\"target\":\"ops-slack\",\"afterSeconds\":300,\"applies\":true}]");

        JsonNode resolved = explain("{\"labels\":{\"severity\":\"critical\"},\"status\":\"resolved\"}");
        assertThat(resolved.path("deliveries").path(0).path("mentions")).isEmpty();
        assertThat(resolved.path("deliveries").path(0).path("fallbacks").toString())
                .isEqualTo("[{\"target\":\"spare\",\"afterSeconds\":90,\"applies\":false}]");
    }

    @Test
    void each_target_that_gets_nothing_has_a_reason() {
        assertThat(explain("{\"labels\":{\"team\":\"pay\"},\"status\":\"resolved\"}")
                        .path("omitted")
                        .toString())
                .isEqualTo("[{\"target\":\"oncall\",\"reason\":\"NO_ROUTE\"},"
                        + "{\"target\":\"ops-slack\",\"reason\":\"NO_ROUTE\"},"
                        + "{\"target\":\"spare\",\"reason\":\"RESOLVED\"}]");
        JsonNode watchdog = explain("{\"labels\":{\"alertname\":\"Watchdog\"}}");
        assertThat(watchdog.path("watchdogAlerts").asInt()).isEqualTo(1);
        assertThat(watchdog.path("deliveries")).isEmpty();
        assertThat(watchdog.path("omitted")).hasSize(3);
    }

    @Test
    void a_webhooks_body_is_explained_as_it_arrives_at_a_time() {
        String body = """
                {"version":"4","groupKey":"g","status":"firing","alerts":[
                 {"status":"firing","labels":{"alertname":"A","team":"shop"},"startsAt":"2026-11-22T09:00:00Z"},
                 {"labels":{"alertname":"B"},"startsAt":"2026-11-22T09:00:00Z","endsAt":"2026-11-22T10:00:00Z"}]%s}""";
        JsonNode now = explain(body.formatted(""));
        JsonNode then = explain(body.formatted(",\"at\":\"2026-11-22T09:30:00Z\""));
        assertThat(now.path("deliveries").toString()).contains("\"alerts\":[0]", "\"alerts\":[1]");
        assertThat(then.path("at").asString()).isEqualTo("2026-11-22T09:30:00Z");
        assertThat(then.path("cases")).hasSize(2);
        assertThat(explain(Payloads.alertmanager()).path("deliveries")).isNotEmpty();
    }

    @Test
    void nothing_is_sent_or_kept_and_a_viewer_may_ask() {
        explain(Payloads.numbered(8));
        HttpResponse<String> viewer = service.send(service.request(EXPLAIN)
                .header("Authorization", IntakeServer.basic("reader", "reads-and-no-more"))
                .POST(BodyPublishers.ofString(Payloads.numbered(9))));
        assertThat(viewer.statusCode()).as(viewer.body()).isEqualTo(200);
        assertThat(operator.json("/api/v1/notifications").path("items")).isEmpty();
        assertThat(SLACK.requests() + DINGTALK.requests()).isZero();
    }

    @ParameterizedTest
    @CsvSource({"'{',400", "'[]',400", "'',400", "'{\"labels\":{},\"at\":\"soon\"}',400"})
    void what_cannot_be_read_is_a_problem(String payload, int status) {
        HttpResponse<String> answer = operator.send("POST", EXPLAIN, payload);
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(status);
        assertThat(answer.headers().firstValue("Content-Type")).hasValue("application/problem+json");
        assertThat(answer.body()).contains("\"detail\"").doesNotContain("Exception");
    }

    @Test
    void a_body_above_the_limit_is_a_413() {
        String large = "{\"labels\":{\"x\":\"" + "x".repeat(9000) + "\"}}";
        assertThat(operator.send("POST", EXPLAIN, large).statusCode()).isEqualTo(413);
    }

    @Test
    void very_many_cases_are_bounded_and_their_deliveries_still_whole() {
        StringBuilder alerts = new StringBuilder();
        for (int n = 0; n < 60; n++) {
            alerts.append(n == 0 ? "" : ",").append("{\"labels\":{\"severity\":\"s" + n + "\"}}");
        }
        JsonNode explained = explain("{\"version\":\"4\",\"status\":\"firing\",\"alerts\":[" + alerts + "]}");
        assertThat(explained.path("cases")).hasSize(20);
        assertThat(explained.path("moreCases").asInt()).isEqualTo(40);
        assertThat(explained.path("deliveries").path(0).path("alerts").isNull()).isTrue();
    }
}
