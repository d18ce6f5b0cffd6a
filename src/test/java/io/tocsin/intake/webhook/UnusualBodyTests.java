package io.tocsin.intake.webhook;

import static io.tocsin.intake.webhook.WebhookMappingTests.alert;
import static io.tocsin.intake.webhook.WebhookMappingTests.read;
import static org.assertj.core.api.Assertions.assertThat;

import io.tocsin.alert.Alert;
import io.tocsin.alert.AlertStatus;
import io.tocsin.intake.IncomingNotification;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.util.Map;
import org.junit.jupiter.api.Test;

class UnusualBodyTests {

    @Test
    void an_alert_in_place_of_the_list_is_taken_and_what_is_no_alert_is_counted() {
        assertThat(read("{\"alerts\":{\"labels\":{\"alertname\":\"X\"}}}").alerts())
                .singleElement()
                .satisfies(alert -> assertThat(alert.labels()).containsEntry("alertname", "X"));
        IncomingNotification odd = read("{\"truncatedAlerts\":1,\"alerts\":[null,\"disk full\",{},[[{}]]]}");
        assertThat(odd.alerts()).hasSize(1);
        assertThat(odd.truncatedAlerts()).isEqualTo(3);
    }

    @Test
    void alerts_beyond_what_any_message_can_name_are_counted() {
        String many = "{\"alerts\":[" + "{},".repeat(WebhookReader.MAX_ALERTS) + "{\"status\":\"firing\"},{}]}";
        IncomingNotification notification = read(many);
        assertThat(notification.alerts()).hasSize(WebhookReader.MAX_ALERTS);
        assertThat(notification.truncatedAlerts()).isEqualTo(2);
    }

    @Test
    void a_body_that_an_operator_formed_is_told_in_its_own_words() {
        String body = "{\"text\":\"disk is full\",\"n\":" + "1".repeat(500) + "}";
        IncomingNotification notification = read(body);
        assertThat(notification.alerts()).singleElement().satisfies(alert -> {
            assertThat(alert.status()).isEqualTo(AlertStatus.FIRING);
            assertThat(alert.labels()).containsExactly(Map.entry("alertname", "UnknownWebhook"));
            assertThat(alert.annotations()).containsEntry("description", body).containsKey("summary");
        });
        assertThat(read("{\"text\":\"disk is fuller\"}").dedupKey()).isNotEqualTo(notification.dedupKey());
        assertThat(read("{\"x\":\"" + "é".repeat(9000) + "\"}")
                        .alerts()
                        .get(0)
                        .annotations()
                        .get("description"))
                .hasSize(2001)
                .endsWith("é…");
    }

    @Test
    void a_lone_alert_is_taken_as_one() {
        assertThat(read("{\"labels\":{\"alertname\":\"Backup\"},\"status\":\"resolved\"}")
                        .alerts())
                .singleElement()
                .satisfies(alert -> {
                    assertThat(alert.status()).isEqualTo(AlertStatus.RESOLVED);
                    assertThat(alert.labels()).containsExactly(Map.entry("alertname", "Backup"));
                });
    }

    private static Map<String, String> annotations(IncomingNotification notification) {
        return notification.alerts().get(0).annotations();
    }

    @Test
    void a_body_of_hertzbeat_is_told_with_its_content_and_start() {
        IncomingNotification notification = read("""
                {"title":"Alert","status":"firing","groupLabels":{},"commonLabels":{"severity":"emergency","alertname":"http_code"},
                 "commonAnnotations":{},"alerts":[{"index":1,"labels":{"severity":"emergency","alertname":"http_code","instance":"7"},
                 "content":"status code is 502, not 200","triggerTimes":3,"startAt":"2026-11-27 09:52:27","activeAt":1795773781000}]}
                """);
        Alert alert = notification.alerts().get(0);
        assertThat(alert.startsAt())
                .isEqualTo(LocalDateTime.parse("2026-11-27T09:52:27")
                        .atZone(ZoneId.systemDefault())
                        .toInstant());
        assertThat(alert.annotations())
                .containsEntry("summary", "status code is 502, not 200")
                .containsEntry("triggerTimes", "3")
                .containsEntry("startAt", "2026-11-27 09:52:27")
                .containsEntry("activeAt", "1795773781000");
        assertThat(alert.status()).isEqualTo(AlertStatus.FIRING);
    }

    @Test
    void the_status_of_the_group_stands_for_an_alert_that_has_none() {
        assertThat(read("{\"status\":\"resolved\",\"alerts\":[{\"labels\":{\"alertname\":\"a\"}}]}")
                        .alerts()
                        .get(0)
                        .status())
                .isEqualTo(AlertStatus.RESOLVED);
        assertThat(read("{\"status\":\"resolved\",\"alerts\":[{\"status\":\"firing\"}]}")
                        .alerts()
                        .get(0)
                        .status())
                .isEqualTo(AlertStatus.FIRING);
    }

    @Test
    void grafanas_legacy_body_is_told_with_all_that_it_says() {
        String body = """
                {"dashboardId":1,"evalMatches":[{"value":100,"metric":"High value","tags":null}],
                 "imageUrl":"https://grafana.example.com/a.png","message":"Too high","orgId":1,"panelId":2,"ruleId":3,
                 "ruleName":"Panel Title alert","ruleUrl":"http://grafana.example.com/d/hZ7BuVbWz?editPanel=2","state":"%s",
                 "tags":{"tag name":"tag value"},"title":"[Alerting] Panel Title alert"}
                """;
        Alert alert = read(body.formatted("alerting")).alerts().get(0);
        assertThat(alert.labels())
                .containsOnly(Map.entry("alertname", "Panel Title alert"), Map.entry("tag name", "tag value"));
        assertThat(alert.annotations())
                .containsEntry("message", "Too high")
                .containsEntry("evalMatches", "[{\"value\":100,\"metric\":\"High value\",\"tags\":null}]")
                .containsEntry("image", "https://grafana.example.com/a.png")
                .containsEntry("title", "[Alerting] Panel Title alert")
                .containsEntry("ruleId", "3");
        assertThat(alert.generatorUrl()).isEqualTo("http://grafana.example.com/d/hZ7BuVbWz?editPanel=2");
        assertThat(alert.status()).isEqualTo(AlertStatus.FIRING);
        Alert over = read(body.formatted("ok")).alerts().get(0);
        assertThat(over.status()).isEqualTo(AlertStatus.RESOLVED);
        assertThat(over.fingerprint()).isEqualTo(alert.fingerprint());
    }

    @Test
    void a_flat_alert_of_a_script_is_told() {
        IncomingNotification notification = read("""
                {"alertname":"BackupFailed","severity":"critical","instance":"db-1","summary":"No backup since Monday",
                 "runbook_url":"https://runbooks.example.com/backup","status":"firing","attempts":[1,2],"startsAt":1795773781}
                """);
        Alert alert = notification.alerts().get(0);
        assertThat(alert.labels())
                .containsOnly(
                        Map.entry("alertname", "BackupFailed"),
                        Map.entry("severity", "critical"),
                        Map.entry("instance", "db-1"));
        assertThat(alert.annotations())
                .containsOnly(
                        Map.entry("summary", "No backup since Monday"),
                        Map.entry("runbook_url", "https://runbooks.example.com/backup"),
                        Map.entry("attempts", "[1,2]"));
        assertThat(alert.startsAt()).isEqualTo(Instant.ofEpochSecond(1795773781));
    }

    @Test
    void a_script_that_says_something_else_of_the_same_alert_is_no_duplicate() {
        String body = "{\"alertname\":\"Import\",\"text\":\"%s\"}";
        assertThat(read(body.formatted("step 1")).dedupKey())
                .isEqualTo(read(body.formatted("step 1")).dedupKey());
        assertThat(read(body.formatted("step 1")).dedupKey())
                .isNotEqualTo(read(body.formatted("step 2")).dedupKey());
        assertThat(read(body.formatted("step 1")).groupKey())
                .isEqualTo(read(body.formatted("step 2")).groupKey());
        assertThat(annotations(read(body.formatted("step 1")))).containsOnly(Map.entry("summary", "step 1"));
    }

    @Test
    void a_body_with_a_member_of_a_notification_but_no_alerts_is_not_taken_for_an_empty_one() {
        IncomingNotification notification = read("{\"receiver\":\"ops\",\"text\":\"disk is full\"}");
        assertThat(notification.isEmpty()).isFalse();
        assertThat(annotations(notification))
                .containsEntry("summary", "disk is full")
                .containsEntry("description", "{\"receiver\":\"ops\",\"text\":\"disk is full\"}");
        assertThat(read("{\"receiver\":\"ops\",\"status\":\"firing\",\"alerts\":[],\"version\":\"4\"}")
                        .isEmpty())
                .isTrue();
    }

    @Test
    void what_alertmanager_says_beyond_its_alerts_is_kept() {
        IncomingNotification notification = read(
                "{\"routeLabels\":{\"team\":\"shop\"},\"notification_reason\":\"new alerts added\",\"alerts\":[{}]}");
        assertThat(notification.routeLabels()).containsOnly(Map.entry("team", "shop"));
        assertThat(notification.reason()).isEqualTo("new alerts added");
        assertThat(notification.toContent().routeLabels()).containsOnly(Map.entry("team", "shop"));
        assertThat(notification.toContent().reason()).isEqualTo("new alerts added");
        assertThat(read("{\"notification_reason\":\"unknown\",\"alerts\":[{}]}").reason())
                .isEmpty();
    }

    @Test
    void half_characters_and_nul_do_not_get_in() {
        assertThat(alert("\"labels\":{\"a\\u0000\":\"x\\udfffy\\u0000z\",\"b\":\"\\ud83d\\ude00\"}")
                        .labels())
                .containsExactly(Map.entry("a\uFFFD", "x\uFFFDy\uFFFDz"), Map.entry("b", "😀"));
    }
}
