package io.tocsin.delivery.web;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.tocsin.intake.webhook.Payloads;
import io.tocsin.metrics.RunningService;
import io.tocsin.standin.DingTalkStandIn;
import io.tocsin.standin.SlackStandIn;
import io.tocsin.standin.StandInAnswer;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/** A service with three targets, one of which nobody listens at. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
abstract class LedgerApiFixture {

    final SlackStandIn slack = new SlackStandIn();
    final DingTalkStandIn dingTalk = new DingTalkStandIn();
    RunningService service;
    OperatorClient operator;
    long numbers;

    /** The settings of the store. */
    abstract List<String> store();

    @BeforeAll
    void start(@TempDir Path folder) {
        List<String> settings = new ArrayList<>(store());
        settings.add("tocsin.channel.slack.ops-slack.webhook-url=" + slack.webhookUrl());
        settings.add("tocsin.channel.slack.ops-slack.rate-limit=none");
        settings.add("tocsin.channel.dingtalk.oncall.webhook-url=" + dingTalk.webhookUrl());
        settings.add("tocsin.channel.dingtalk.oncall.secret=" + DingTalkStandIn.SECRET);
        settings.add(
                "tocsin.channel.slack.dead.webhook-url=http://127.0.0.1:" + closedPort() + "/services/T/B/deadToken");
        settings.add("tocsin.alert.routes[0].targets[0]=ops-slack");
        service = RunningService.start(folder, settings.toArray(String[]::new));
        operator = new OperatorClient(service);
    }

    private static int closedPort() {
        try (SlackStandIn gone = new SlackStandIn()) {
            return gone.port();
        }
    }

    @AfterAll
    void stop() {
        service.close();
        slack.close();
        dingTalk.close();
    }

    @BeforeEach
    void forget() {
        slack.reset();
        dingTalk.reset();
    }

    /** Posts a notification and waits until its delivery has the state. */
    JsonNode delivered(String state) {
        String body = Payloads.numbered(++numbers);
        HttpResponse<String> answer = service.post("/webhooks/alertmanager", RunningService.WEBHOOK_TOKEN, body);
        assertThat(answer.statusCode()).isEqualTo(200);
        long notification = OperatorClient.read(answer).path("notificationId").asLong();
        return await().until(
                        () -> operator.json("/api/v1/deliveries?notification=" + notification)
                                .path("items")
                                .path(0),
                        delivery -> delivery.path("state").asString("").equals(state));
    }

    /** Neither the form of the channel nor the plain one is taken. */
    JsonNode parked() {
        slack.answerNext(2, StandInAnswer.of(400, "invalid_payload"));
        return delivered("PARKED");
    }
}
