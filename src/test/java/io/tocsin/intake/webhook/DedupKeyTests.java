package io.tocsin.intake.webhook;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class DedupKeyTests {

    private static final Instant NOW = Instant.parse("2026-11-22T10:00:00Z");
    private static final String SAMPLE = Payloads.alertmanager();

    private static String key(String body, Instant receivedAt) {
        AlertmanagerWebhook webhook = WebhookReader.webhook(body.getBytes(StandardCharsets.UTF_8));
        return WebhookMapping.toNotification(webhook, receivedAt).dedupKey();
    }

    private static String changed(String from, String to) {
        assertThat(SAMPLE).contains(from);
        return key(SAMPLE.replace(from, to), NOW);
    }

    @Test
    void is_64_hexadecimal_digits() {
        assertThat(key(SAMPLE, NOW)).matches("[0-9a-f]{64}");
    }

    @Test
    void is_the_same_for_a_retry_and_for_the_peer_of_a_pair() {
        assertThat(key(SAMPLE, NOW.plus(Duration.ofMinutes(2)))).isEqualTo(key(SAMPLE, NOW));
        assertThat(changed("http://vm:19093", "http://other:9093")).isEqualTo(key(SAMPLE, NOW));
    }

    @Test
    void is_the_same_for_a_retry_of_alerts_without_a_start() {
        String body = "{\"alerts\":[{\"labels\":{\"a\":\"1\"}}]}";
        assertThat(key(body, NOW)).isEqualTo(key(body, NOW.plusSeconds(30)));
    }

    @Test
    void does_not_depend_on_the_order_of_alerts() {
        String one = "{\"labels\":{\"a\":\"1\"}}";
        String two = "{\"labels\":{\"a\":\"2\"}}";
        String body = "{\"groupKey\":\"g\",\"alerts\":[%s,%s]}";
        assertThat(key(body.formatted(one, two), NOW)).isEqualTo(key(body.formatted(two, one), NOW));
        assertThat(key(body.formatted(one, two), NOW)).isNotEqualTo(key(body.formatted(one, one), NOW));
    }

    @Test
    void differs_when_anything_that_matters_does() {
        assertThat(key(SAMPLE, NOW))
                .isNotEqualTo(changed("web\\\\.hook", "other"))
                .isNotEqualTo(changed("{}:{alertname", "{x}:{alertname"))
                .isNotEqualTo(changed("\"status\":\"firing\",\"labels\"", "\"status\":\"resolved\",\"labels\""))
                .isNotEqualTo(changed("\"instance\":\"", "\"instance\":\"x"))
                .isNotEqualTo(changed("09:44:38.294528", "09:44:38.294529"))
                .isNotEqualTo(changed("\"truncatedAlerts\":0", "\"truncatedAlerts\":1"))
                .isNotEqualTo(changed("\"version\"", "\"notification_reason\":\"new alerts added\",\"version\""));
    }

    @Test
    void an_alert_is_its_labels_whatever_the_sender_calls_it() {
        assertThat(changed("3d8edaac118cc018", "3d8edaac118cc019")).isEqualTo(key(SAMPLE, NOW));
        String body = "{\"groupKey\":\"g\",\"alerts\":[{\"fingerprint\":\"%s\",\"labels\":{\"pod\":\"%s\"}}]}";
        assertThat(key(body.formatted("same", "a"), NOW)).isNotEqualTo(key(body.formatted("same", "b"), NOW));
        String unlabelled = "{\"groupKey\":\"g\",\"alerts\":[{\"fingerprint\":\"%s\"}]}";
        assertThat(key(unlabelled.formatted("a"), NOW)).isNotEqualTo(key(unlabelled.formatted("b"), NOW));
    }

    @Test
    void moving_text_from_one_part_to_the_next_gives_another_key() {
        String body = "{\"receiver\":\"%s\",\"groupKey\":\"%s\",\"alerts\":[{}]}";
        assertThat(key(body.formatted("ab", "c"), NOW)).isNotEqualTo(key(body.formatted("a", "bc"), NOW));
    }
}
