package io.tocsin.delivery.web;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.tocsin.intake.webhook.Payloads;
import io.tocsin.metrics.RunningService;
import io.tocsin.standin.DingTalkStandIn;
import io.tocsin.standin.SlackStandIn;
import io.tocsin.standin.StandInAnswer;
import java.net.http.HttpResponse;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import tools.jackson.databind.JsonNode;

/** What the API answers, whatever the store. */
@ExtendWith(OutputCaptureExtension.class)
abstract class LedgerApiContractTests extends LedgerApiFixture {

    @Test
    void it_tells_whether_an_alert_was_delivered_to_whom_and_when() {
        Instant before = Instant.now().minusSeconds(1);
        JsonNode delivery = delivered("DELIVERED");
        assertThat(delivery.path("target").asString()).isEqualTo("ops-slack");
        assertThat(delivery.path("alertnames").path(0).asString()).isEqualTo("Numbered");
        assertThat(delivery.path("attempts").asInt()).isEqualTo(1);
        assertThat(Instant.parse(delivery.path("finishedAt").asString())).isBetween(before, Instant.now());
        assertThat(delivery.path("reason").isNull()).isTrue();

        JsonNode notification = operator.json(
                "/api/v1/notifications/" + delivery.path("notificationId").asLong());
        assertThat(notification.path("status").asString()).isEqualTo("firing");
        assertThat(notification.path("groupKey").asString()).isEqualTo("{}:{alertname=\"Numbered\"}");
        assertThat(notification.path("alerts").path(0).path("labels").path("n").asString())
                .isEqualTo(String.valueOf(numbers));
        assertThat(notification.path("deliveries").path(0).path("id")).isEqualTo(delivery.path("id"));
    }

    @Test
    void a_notification_says_by_which_routes_it_went_and_which_targets_got_nothing() {
        JsonNode delivery = delivered("DELIVERED");
        JsonNode routing = operator.json("/api/v1/notifications/"
                        + delivery.path("notificationId").asLong())
                .path("routing");
        assertThat(routing.path("routed").asBoolean()).isTrue();
        assertThat(routing.path("routes").toString())
                .isEqualTo("[{\"index\":0,\"matchers\":[],\"targets\":[\"ops-slack\"],\"alerts\":1}]");
        assertThat(routing.path("omitted").toString())
                .isEqualTo("[{\"target\":\"dead\",\"reason\":\"NO_ROUTE\"},"
                        + "{\"target\":\"oncall\",\"reason\":\"NO_ROUTE\"}]");
    }

    @Test
    void a_duplicate_is_counted_and_names_the_notification_that_it_equals() {
        long notification = delivered("DELIVERED").path("notificationId").asLong();
        HttpResponse<String> again =
                service.post("/webhooks/alertmanager", RunningService.WEBHOOK_TOKEN, Payloads.numbered(numbers));
        assertThat(again.body()).contains("duplicate");

        JsonNode unstored = operator.json("/api/v1/notifications/unstored");
        assertThat(unstored.path("counts").path("DUPLICATE").asLong()).isPositive();
        assertThat(unstored.path("latest").path(0).path("duplicateOf").asLong()).isEqualTo(notification);
        assertThat(unstored.path("latest").path(0).path("alertnames").path(0).asString())
                .isEqualTo("Numbered");
    }

    @Test
    void notifications_are_found_over_http() {
        JsonNode delivery = delivered("DELIVERED");
        String group = operator.json("/api/v1/notifications?limit=1")
                .path("items")
                .path(0)
                .path("group")
                .asString();
        String fingerprint = operator.json("/api/v1/notifications/"
                        + delivery.path("notificationId").asString())
                .path("alerts")
                .path(0)
                .path("fingerprint")
                .asString();
        for (String filter : List.of(
                "alertname=Numbered",
                "status=firing",
                "matcher=n=%22" + numbers + "%22",
                "matcher=n%3D~%22" + numbers + "%22&matcher=alertname%3D%22Numbered%22",
                "group=" + group,
                "groupKey=%7B%7D:%7Balertname=%22Numbered%22%7D",
                "fingerprint=" + fingerprint,
                "from=2026-01-01T00:00:00Z",
                "from=2026-01-01T00:00:00%2B08:00&to=2126-01-01T00:00:00Z")) {
            assertThat(operator.json("/api/v1/notifications?limit=1&" + filter)
                            .path("items")
                            .path(0)
                            .path("id"))
                    .as(filter)
                    .isEqualTo(delivery.path("notificationId"));
        }
        assertThat(operator.json("/api/v1/notifications?alertname=Other").path("items"))
                .isEmpty();
    }

    @Test
    void pages_lead_to_the_next() {
        delivered("DELIVERED");
        JsonNode newest = delivered("DELIVERED");
        for (String list : List.of("notifications", "deliveries")) {
            JsonNode page = operator.json("/api/v1/" + list + "?limit=1");
            assertThat(page.path("items")).hasSize(1);
            JsonNode next = operator.json(
                    "/api/v1/" + list + "?limit=1&cursor=" + page.path("next").asString());
            assertThat(next.path("items")).hasSize(1).isNotEqualTo(page.path("items"));
        }
        assertThat(operator.json("/api/v1/deliveries?limit=1")
                        .path("items")
                        .path(0)
                        .path("id"))
                .isEqualTo(newest.path("id"));
    }

    @Test
    void what_is_parked_says_why_and_can_be_sent_again(CapturedOutput log) {
        String id = parked().path("id").asString();
        JsonNode detail = operator.json("/api/v1/deliveries/" + id);
        assertThat(detail.path("state").asString()).isEqualTo("PARKED");
        assertThat(detail.path("failures").path(0).path("number").asInt()).isEqualTo(1);
        assertThat(detail.path("failures").path(0).path("reason").asString()).isEqualTo("message_refused");
        assertThat(detail.path("failures").path(0).path("detail").asString()).contains("invalid_payload");

        HttpResponse<String> answer = operator.post("/api/v1/deliveries/" + id + "/resend");
        assertThat(answer.statusCode()).isEqualTo(202);
        String as = OperatorClient.read(answer).path("id").asString();
        assertThat(answer.headers().firstValue("Location")).hasValue("/api/v1/deliveries/" + as);

        await().until(() -> operator.json("/api/v1/deliveries/" + as)
                .path("state")
                .asString()
                .equals("DELIVERED"));
        HttpResponse<String> again = operator.post("/api/v1/deliveries/" + id + "/resend");
        assertThat(again.statusCode()).isEqualTo(200);
        assertThat(again.body()).isEqualTo("{\"id\":\"" + as + "\",\"repeated\":true}");
        assertThat(slack.received()).hasSize(1);
        assertThat(slack.received().get(0).body()).contains("Numbered");
        assertThat(operator.json("/api/v1/deliveries/" + id).path("state").asString())
                .isEqualTo("SUPERSEDED");
        assertThat(operator.json("/api/v1/deliveries/" + as).path("resendOf").asString())
                .isEqualTo(id);
        assertThat(operator.json("/api/v1/deliveries/" + as).path("requestedBy").asString())
                .isEqualTo("operator");
        assertThat(log)
                .contains("resend \"" + id + "\" outcome=queued by=\"operator\" from=\"127.0.0.1\"")
                .contains("resend \"" + id + "\" outcome=repeated");
    }

    /** What Prometheus sees. */
    private List<String> superseded() {
        return service.scrape().stream()
                .filter(line -> line.startsWith("tocsin_deliveries_total{")
                        && line.contains("\"superseded\"")
                        && line.contains("\"ops-slack\""))
                .map(line -> line.replaceAll(".* ", ""))
                .toList();
    }

    @Test
    void all_that_is_parked_of_a_target_can_be_sent_again() {
        parked();
        parked();
        double before = Double.parseDouble(superseded().get(0));
        HttpResponse<String> answer = operator.post("/api/v1/targets/ops-slack/resend-parked");
        assertThat(answer.statusCode()).isEqualTo(202);
        JsonNode outcome = OperatorClient.read(answer);
        assertThat(outcome.path("resent").asInt()).isGreaterThanOrEqualTo(2);
        assertThat(outcome.path("remaining").asInt()).isZero();
        await().until(() -> slack.received().size() == outcome.path("resent").asInt());
        assertThat(slack.received())
                .allSatisfy(message -> assertThat(message.body()).contains("[sent again]"));
        assertThat(superseded())
                .containsExactly(String.valueOf(before + outcome.path("resent").asInt()));
        assertThat(operator.json("/api/v1/deliveries?state=parked").path("items"))
                .isEmpty();
        await().until(() ->
                operator.json("/api/v1/targets/ops-slack").path("parked").asInt() == 0);
    }

    @Test
    void a_test_message_arrives_and_is_in_the_ledger(CapturedOutput log) {
        HttpResponse<String> answer = operator.post("/api/v1/targets/oncall/test", "Idempotency-Key", "my-test");
        assertThat(answer.statusCode()).isEqualTo(202);
        String location = answer.headers().firstValue("Location").orElseThrow();
        JsonNode delivery = await().until(
                        () -> operator.json(location),
                        found -> found.path("state").asString().equals("DELIVERED"));
        assertThat(delivery.path("alertnames").path(0).asString()).isEqualTo("TocsinTest");
        assertThat(dingTalk.received().get(0).body()).contains("TocsinTest");
        assertThat(log)
                .contains("test \"oncall\" outcome=" + delivery.path("id").asString());

        HttpResponse<String> again = operator.post("/api/v1/targets/oncall/test", "Idempotency-Key", "\"my-test\"");
        assertThat(again.body()).isEqualTo(answer.body());
        assertThat(operator.post("/api/v1/targets/oncall/test").body()).isNotEqualTo(answer.body());
        await().until(() -> dingTalk.received().size() == 2);
    }

    @Test
    void groups_and_the_timeline_of_one_are_found_over_http() {
        JsonNode delivery = delivered("DELIVERED");
        JsonNode groups = await().until(
                        () -> operator.json("/api/v1/groups?status=open&alertname=Numbered&limit=1")
                                .path("items"),
                        items -> items.path(0).path("notificationId").asLong()
                                == delivery.path("notificationId").asLong());
        assertThat(groups.path(0).path("state").asString()).isEqualTo("firing");
        JsonNode one =
                operator.json("/api/v1/groups/" + groups.path(0).path("id").asString() + "?limit=1");
        assertThat(one.path("timeline").path(0).path("id")).isEqualTo(delivery.path("notificationId"));
        assertThat(one.path("timeline").path(0).path("deliveries").path(0).path("id"))
                .isEqualTo(delivery.path("id"));
        assertThat(operator.json("/api/v1/groups?status=stale").path("items")).isEmpty();
    }

    @Test
    void notifications_and_deliveries_are_exported_as_csv_up_to_a_limit() {
        JsonNode delivery = delivered("DELIVERED");
        delivered("DELIVERED");
        HttpResponse<String> all = operator.get("/api/v1/deliveries/export?target=ops-slack");
        assertThat(all.statusCode()).isEqualTo(200);
        assertThat(all.headers().firstValue("Content-Type")).hasValue("text/csv;charset=UTF-8");
        assertThat(all.body().lines().findFirst())
                .hasValue(
                        "id,target,notification,alertnames,status,severity,state,attempts,created_at,finished_at,reason");
        assertThat(all.body())
                .contains("\r\n" + delivery.path("id").asString() + ",ops-slack,"
                        + delivery.path("notificationId").asLong() + ",Numbered,firing,");
        assertThat(operator.get("/api/v1/deliveries/export?limit=1").body().lines())
                .hasSize(2);

        String notifications =
                operator.get("/api/v1/notifications/export?alertname=Numbered").body();
        assertThat(notifications).startsWith("id,received_at,status,").contains("\"{}:{alertname=\"\"Numbered\"\"}\"");
        assertThat(operator.get("/api/v1/notifications/export?limit=100001").statusCode())
                .isEqualTo(400);
    }

    @Test
    void a_report_of_the_week_is_answered() {
        delivered("DELIVERED");
        JsonNode report = operator.json("/api/v1/reports/noise");
        assertThat(report.path("complete").asBoolean()).isTrue();
        assertThat(report.path("alerts").path(0).path("alertname").asString()).isEqualTo("Numbered");
        assertThat(report.path("targets").findValuesAsString("target")).contains("ops-slack");
        assertThat(operator.json("/api/v1/reports/noise?matcher=team%3D%22none%22")
                        .path("notifications")
                        .asInt())
                .isZero();
        assertThat(operator.get("/api/v1/reports/noise?matcher=team").statusCode())
                .isEqualTo(400);
    }

    @Test
    void targets_tell_what_is_configured_and_how_they_fare() {
        JsonNode target = operator.json("/api/v1/targets").path("items").path(1);
        assertThat(target.path("name").asString()).isEqualTo("oncall");
        assertThat(target.path("channel").asString()).isEqualTo("dingtalk");
        assertThat(target.path("rateLimit").asString()).isEqualTo("18/60s");
        assertThat(target.path("state").asString()).isEqualTo("healthy");

        // Nobody listens where this one goes.
        HttpResponse<String> test = operator.post("/api/v1/targets/dead/test");
        String id = OperatorClient.read(test).path("id").asString();
        JsonNode blocked = await().until(
                        () -> operator.json("/api/v1/targets/dead"),
                        found -> found.path("state").asString().equals("blocked"));
        assertThat(Instant.parse(blocked.path("blockedSince").asString())).isBeforeOrEqualTo(Instant.now());
        assertThat(blocked.path("pending").asInt()).isEqualTo(1);
        assertThat(blocked.path("oldestPendingSeconds").isNumber()).isTrue();
        JsonNode waiting = operator.json("/api/v1/deliveries/" + id);
        assertThat(waiting.path("state").asString()).isEqualTo("PENDING");
        assertThat(waiting.path("nextAttemptAt").isString()).isTrue();
        assertThat(waiting.path("failures").path(0).path("reason").asString()).isEqualTo("connection");
        HttpResponse<String> refused = operator.post("/api/v1/deliveries/" + id + "/resend");
        assertThat(refused.statusCode()).isEqualTo(409);
        assertThat(refused.body()).contains("is still pending");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = ' ',
            value = {
                "GET /api/v1/notifications/999999999 404",
                "GET /api/v1/notifications/x 400",
                "GET /api/v1/notifications?staus=firing 400",
                "GET /api/v1/notifications?status=burning 400",
                "GET /api/v1/notifications?status=firing&status=firing 400",
                "GET /api/v1/notifications?matcher=severity 400",
                "GET /api/v1/notifications?matcher=a%3D~%22(%22 400",
                "GET /api/v1/notifications?matcher=d%3D~%22((a%7B1000%7D)%7B1000%7D)%7B1000%7D%22 400",
                "GET /api/v1/notifications?matcher=a%3D1,b%3D1,c%3D1,d%3D1&matcher=e%3D1,f%3D1 400",
                "GET /api/v1/notifications?matcher=a%3D0000000000000000000000000000000000000000000000000000000000000000000"
                        + "000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000"
                        + "00000000000000000000000000000000000000000000000 400",
                "GET /api/v1/notifications?group=A 400",
                "GET /api/v1/notifications?group=a&groupKey=b 400",
                "GET /api/v1/notifications?from=yesterday 400",
                "GET /api/v1/notifications?to=%2B999999999-12-31T23:59:00Z 400",
                "GET /api/v1/deliveries?from=-999999999-01-01T00:00:00Z 400",
                "GET /api/v1/notifications?cursor=x 400",
                "GET /api/v1/notifications?limit=0 400",
                "GET /api/v1/notifications?limit=201 400",
                "GET /api/v1/notifications?limit=many 400",
                "GET /api/v1/deliveries?state=lost 400",
                "GET /api/v1/deliveries?notification=x 400",
                "GET /api/v1/deliveries?cursor=n1 400",
                "GET /api/v1/deliveries/oncall-999999999 404",
                "GET /api/v1/deliveries/oncall 404",
                "GET /api/v1/deliveries/%3Cscript%3E-1 404",
                "GET /api/v1/targets/nobody 404",
                "GET /api/v1/nothing 404",
                "POST /api/v1/notifications 405",
                "PUT /api/v1/targets 405",
                "DELETE /api/v1/deliveries/oncall-1 405",
                "POST /api/v1/deliveries/oncall-999999999/resend 404",
                "POST /api/v1/deliveries/nobody-1/resend 404",
                "POST /api/v1/targets/nobody/test 404",
                "POST /api/v1/targets/nobody/resend-parked 404"
            })
    void what_is_wrong_is_told_as_a_problem(String method, String path, int status) {
        HttpResponse<String> answer = operator.send(method, path, "");
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(status);
        assertThat(answer.headers().firstValue("Content-Type")).hasValue("application/problem+json");
        JsonNode problem = OperatorClient.read(answer);
        assertThat(problem.path("status").asInt()).isEqualTo(status);
        assertThat(problem.path("title").asString()).isNotEmpty();
        assertThat(answer.body()).doesNotContain("Exception", "io.tocsin");
    }

    @Test
    void a_representation_that_is_not_there_and_a_wrong_key_are_problems_too() {
        assertThat(operator.send("GET", "/api/v1/targets", "", "Accept", "image/png")
                        .statusCode())
                .isEqualTo(406);
        HttpResponse<String> answer = operator.post("/api/v1/targets/oncall/test", "Idempotency-Key", "a b");
        assertThat(answer.statusCode()).isEqualTo(400);
        assertThat(answer.body()).contains("Idempotency-Key");
    }

    @Test
    void only_the_operator_may_ask() {
        for (String path : List.of("/api/v1/notifications", "/api/v1/deliveries", "/api/v1/targets", "/api/openapi")) {
            assertThat(service.get(path).statusCode()).isEqualTo(401);
            assertThat(service.send(service.request(path)
                                    .header("Authorization", "Bearer " + RunningService.WEBHOOK_TOKEN))
                            .statusCode())
                    .isEqualTo(401);
        }
        assertThat(service.post("/api/v1/targets/oncall/test", RunningService.WEBHOOK_TOKEN, "")
                        .statusCode())
                .isEqualTo(401);
        assertThat(dingTalk.requests()).isZero();
    }

    @Test
    void no_answer_holds_a_secret_even_when_the_provider_repeats_it() {
        String echo = "broken " + slack.webhookUrl() + " " + SlackStandIn.PATH + " s1ackStandInToken";
        // Its own form and the plain one.
        slack.answerNext(2, StandInAnswer.of(400, echo));
        String retried = delivered("DELIVERED").path("id").asString();
        StringBuilder all = new StringBuilder();
        for (String path : List.of(
                "/api/v1/notifications?limit=200",
                "/api/v1/deliveries?limit=200",
                "/api/v1/deliveries/" + retried,
                "/api/v1/targets",
                "/api/openapi")) {
            all.append(operator.json(path));
        }
        for (String target : List.of("oncall", "ops-slack")) {
            all.append(
                    operator.post("/api/v1/messages/preview?target=" + target).body());
        }
        assertThat(all.toString())
                .contains("broken", "HighCPU")
                .doesNotContain(
                        SlackStandIn.PATH,
                        "s1ackStandInToken",
                        "deadToken",
                        DingTalkStandIn.TOKEN,
                        DingTalkStandIn.SECRET,
                        RunningService.WEBHOOK_TOKEN,
                        RunningService.EVENTS_TOKEN,
                        "operator-password-of-the-test");
    }
}
