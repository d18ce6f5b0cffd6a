package io.tocsin.intake.webhook;

import static io.tocsin.intake.webhook.WebhookMappingTests.alert;
import static io.tocsin.intake.webhook.WebhookMappingTests.read;
import static org.assertj.core.api.Assertions.assertThat;

import io.tocsin.alert.AlertStatus;
import io.tocsin.intake.IncomingNotification;
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

    @Test
    void half_characters_and_nul_do_not_get_in() {
        assertThat(alert("\"labels\":{\"a\\u0000\":\"x\\udfffy\\u0000z\",\"b\":\"\\ud83d\\ude00\"}")
                        .labels())
                .containsExactly(Map.entry("a\uFFFD", "x\uFFFDy\uFFFDz"), Map.entry("b", "😀"));
    }
}
