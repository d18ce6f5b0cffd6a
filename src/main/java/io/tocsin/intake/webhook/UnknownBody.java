package io.tocsin.intake.webhook;

import io.tocsin.intake.webhook.AlertmanagerWebhook.WireAlert;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * A JSON object that is no notification, such as a body that an operator defined with Alertmanager's {@code payload} (0.32 and
 * newer). Refused, it would be lost silently; so it is sent as an alert, unchanged.
 */
final class UnknownBody {

    /** Enough to recognize it; whole bodies fit into no message. */
    private static final int SHOWN = 2_000;

    private UnknownBody() {}

    /** The body as a notification of one alert: the alert it resembles, or else one that shows the body. */
    static AlertmanagerWebhook asWebhook(byte[] body) {
        WireAlert alert = WebhookReader.loneAlert(body);
        // Two bodies that differ only beyond the shown part are two notifications.
        String hash = Fingerprint.of(Map.of("body", new String(body, StandardCharsets.UTF_8)));
        WireAlert told = alert.labels().containsKey("alertname") ? alert : shown(alert, body, hash);
        return new AlertmanagerWebhook(
                null,
                null,
                null,
                null,
                null,
                Map.of(),
                told.labels(),
                told.labels(),
                Map.of(),
                List.of(told),
                0,
                hash,
                true);
    }

    private static WireAlert shown(WireAlert alert, byte[] body, String hash) {
        Map<String, String> annotations = new LinkedHashMap<>();
        annotations.put(
                "summary",
                alert.annotations()
                        .getOrDefault("summary", "A webhook arrived that is neither Alertmanager's nor Grafana's"));
        annotations.put("description", JsonText.wellFormed(text(body)));
        Map<String, String> labels = new LinkedHashMap<>(alert.labels());
        labels.put("alertname", "UnknownWebhook");
        return new WireAlert(
                alert.status(),
                alert.startsAt(),
                alert.endsAt(),
                alert.generatorUrl(),
                hash,
                labels,
                annotations,
                alert.silenceUrl(),
                alert.dashboardUrl(),
                alert.panelUrl(),
                alert.imageUrl(),
                alert.valueString(),
                alert.values());
    }

    private static String text(byte[] body) {
        String text = new String(body, 0, Math.min(body.length, 4 * SHOWN), StandardCharsets.UTF_8);
        return text.length() <= SHOWN ? text : text.substring(0, SHOWN) + "…";
    }
}
