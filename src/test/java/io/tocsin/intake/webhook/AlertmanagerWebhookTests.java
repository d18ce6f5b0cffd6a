package io.tocsin.intake.webhook;

import static org.assertj.core.api.Assertions.assertThat;

import io.tocsin.delivery.NewNotification;
import io.tocsin.delivery.OutboxException;
import java.io.ByteArrayInputStream;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class AlertmanagerWebhookTests {

    private static final String BEARER = "Bearer " + IntakeServer.TOKEN;

    private static IntakeServer server;

    @BeforeAll
    static void start() {
        server = IntakeServer.start(
                "test.targets=ops,oncall",
                "tocsin.alert.routes[0].targets=ops",
                "tocsin.alert.dedup-window=3m",
                "tocsin.alert.max-payload=128KB");
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    @AfterEach
    void restore() {
        server.outbox().failWith(null);
    }

    @Test
    void a_webhook_of_alertmanager_is_stored_and_then_known() {
        double stored = server.counted("stored");
        HttpResponse<String> first = server.post(Payloads.alertmanager());
        long id = server.outbox().stored().size();
        assertThat(first.statusCode()).isEqualTo(200);
        assertThat(first.headers().firstValue("Content-Type")).hasValue("application/json");
        assertThat(first.body()).isEqualTo("{\"outcome\":\"stored\",\"notificationId\":" + id + "}");
        assertThat(server.post(Payloads.alertmanager()).body())
                .isEqualTo("{\"outcome\":\"duplicate\",\"notificationId\":" + id + "}");
        NewNotification notification = server.outbox().last();
        assertThat(notification.receivedAt()).isEqualTo(IntakeServer.NOW);
        assertThat(notification.dedupWindow()).isEqualTo(Duration.ofMinutes(3));
        assertThat(notification.dedupKey()).matches("[0-9a-f]{64}");
        assertThat(notification.content().receiver()).isEqualTo("web.hook");
        assertThat(notification.deliveries()).singleElement().satisfies(delivery -> {
            assertThat(delivery.target()).isEqualTo("ops");
            assertThat(delivery.alertIndexes()).isNull();
        });
        assertThat(server.counted("stored")).isEqualTo(stored + 1);
        assertThat(server.counted("duplicate")).isPositive();
    }

    @Test
    void grafana_may_put() {
        HttpResponse<String> answer = server.send(server.request(IntakeServer.WEBHOOK)
                .header("Authorization", IntakeServer.basic("grafana", IntakeServer.TOKEN))
                .PUT(BodyPublishers.ofString(Payloads.GRAFANA)));
        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(server.outbox().last().content().receiver()).isEqualTo("team \"a\"");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "application/x-www-form-urlencoded",
                "multipart/form-data; boundary=x",
                "text/plain; charset=no-such-charset",
                ";;;"
            })
    void neither_content_type_nor_accept_matters(String contentType) {
        int before = server.outbox().stored().size();
        HttpResponse<String> answer = server.send(server.request(IntakeServer.WEBHOOK)
                .header("Authorization", BEARER)
                .header("Content-Type", contentType)
                .header("Accept", "image/png")
                .POST(BodyPublishers.ofString(Payloads.numbered(contentType.hashCode()))));
        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(server.outbox().stored()).hasSize(before + 1);
    }

    @ParameterizedTest
    @ValueSource(strings = {"{}", "{\"alerts\":[]}", "{\"alerts\":null,\"version\":\"4\"}", "{\"receiver\":\"r\"}"})
    void a_notification_of_no_alert_is_well_received_and_tells_nobody(String body) {
        int before = server.outbox().stored().size();
        assertThat(server.post(body).body()).isEqualTo("{\"outcome\":\"empty\"}");
        assertThat(server.outbox().stored()).hasSize(before);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "null",
                "7",
                "\"text\"",
                "[",
                "{",
                "{\"alerts\":[{\"status\":",
                "{\"a\":1}{\"b\":2}",
                "<xml/>",
                "{'a':1}",
                "{\"alerts\":[]} x"
            })
    void what_can_never_be_read_is_a_400(String body) {
        double invalid = server.counted("invalid");
        HttpResponse<String> answer = server.post(body);
        assertThat(answer.statusCode()).isEqualTo(400);
        assertThat(answer.headers().firstValue("Content-Type")).hasValue("application/problem+json");
        assertThat(answer.body())
                .startsWith("{\"title\":\"Bad Request\",\"status\":400,\"detail\":\"")
                .endsWith(",\"outcome\":\"invalid\"}");
        assertThat(server.counted("invalid")).isEqualTo(invalid + 1);
    }

    @Test
    void what_prometheus_posts_to_its_alertmanager_is_told_where_to_go() {
        String alerts = "[{\"labels\":{\"alertname\":\"X\"},\"startsAt\":\"2026-11-22T09:44:38.294528Z\"}]";
        HttpResponse<String> answer = server.send(server.request(IntakeServer.WEBHOOK + "/api/v2/alerts")
                .header("Authorization", BEARER)
                .POST(BodyPublishers.ofString(alerts)));
        assertThat(answer.statusCode()).isEqualTo(400);
        assertThat(answer.body()).contains("let Prometheus post to Alertmanager", "webhook_configs");
    }

    @Test
    void a_body_above_the_limit_is_a_413_whether_or_not_it_says_its_size() {
        String body = "{\"alerts\":[],\"padding\":\"" + "x".repeat(128 * 1024) + "\"}";
        double before = server.counted("too_large");
        assertThat(server.post(body).statusCode()).isEqualTo(413);
        HttpResponse<String> chunked = chunked(body);
        assertThat(chunked.statusCode()).isEqualTo(413);
        assertThat(chunked.body()).contains("tocsin.alert.max-payload", "\"outcome\":\"too_large\"");
        assertThat(server.counted("too_large")).isEqualTo(before + 2);
    }

    @Test
    void a_body_of_exactly_the_limit_is_taken_whether_or_not_it_says_its_size() {
        String body = "{\"alerts\":[],\"padding\":\"%s\"}";
        String full = body.formatted("x".repeat(128 * 1024 - body.length() + 2));
        assertThat(full).hasSize(128 * 1024);
        assertThat(server.post(full).statusCode()).isEqualTo(200);
        assertThat(chunked(full).statusCode()).isEqualTo(200);
    }

    private static HttpResponse<String> chunked(String body) {
        return server.send(server.request(IntakeServer.WEBHOOK)
                .header("Authorization", BEARER)
                .POST(BodyPublishers.ofInputStream(
                        () -> new ByteArrayInputStream(body.getBytes(StandardCharsets.UTF_8)))));
    }

    @Test
    void a_full_outbox_asks_for_patience() {
        server.outbox().failWith(new OutboxException(OutboxException.Kind.FULL, "full", null));
        assertThat503("full", 1);
    }

    @Test
    void an_outbox_that_does_not_commit_asks_for_patience() {
        server.outbox().failWith(new OutboxException(OutboxException.Kind.UNAVAILABLE, "secret=hunter2", null));
        assertThat503("unavailable", 2);
    }

    @Test
    void a_fault_of_ours_asks_for_patience_and_tells_nothing_of_the_inside() {
        server.outbox().failWith(new IllegalStateException("secret=hunter2"));
        assertThat503("unavailable", 3);
    }

    private static void assertThat503(String outcome, long number) {
        double before = server.counted(outcome);
        HttpResponse<String> answer = server.post(Payloads.numbered(-number));
        assertThat(answer.statusCode()).isEqualTo(503);
        assertThat(answer.headers().firstValue("Retry-After")).hasValue("5");
        assertThat(answer.headers().firstValue("Content-Type")).hasValue("application/problem+json");
        assertThat(answer.body()).contains("\"outcome\":\"" + outcome + "\"").doesNotContain("hunter2");
        assertThat(server.counted(outcome)).isEqualTo(before + 1);
        server.outbox().failWith(null);
        assertThat(server.post(Payloads.numbered(-number)).statusCode()).isEqualTo(200);
    }

    @Test
    void other_methods_are_refused_politely() {
        HttpResponse<String> answer = server.get(IntakeServer.WEBHOOK, "Authorization", BEARER);
        assertThat(answer.statusCode()).isEqualTo(405);
        assertThat(answer.headers().firstValue("Allow")).isPresent();
    }
}
