package io.tocsin.intake.webhook;

import io.tocsin.intake.webhook.AlertmanagerWebhook.WireAlert;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * A JSON object that is no notification, such as a body that an operator formed with Alertmanager's {@code payload}
 * (0.32 and newer). Refused, it would be lost without a word; so somebody is told of it, in its own words.
 */
final class UnknownBody {

    /** Enough to see what it is; whole bodies fit no message. */
    private static final int SHOWN = 2_000;

    private UnknownBody() {}

    /** The body as a notification of one alert: the alert it looks like, or else one that shows the body. */
    static AlertmanagerWebhook asWebhook(byte[] body) {
        WireAlert alert = WebhookReader.loneAlert(body);
        WireAlert told = alert.labels().isEmpty() ? shown(alert, body) : alert;
        return new AlertmanagerWebhook(
                null, null, null, null, told.labels(), told.labels(), Map.of(), List.of(told), 0, true);
    }

    private static WireAlert shown(WireAlert alert, byte[] body) {
        Map<String, String> annotations = new LinkedHashMap<>(alert.annotations());
        annotations.putIfAbsent("summary", "A webhook arrived that is neither Alertmanager's nor Grafana's");
        annotations.putIfAbsent("description", JsonText.wellFormed(text(body)));
        return new WireAlert(
                alert.status(),
                alert.startsAt(),
                alert.endsAt(),
                alert.generatorUrl(),
                // Two bodies that differ beyond what is shown are two alerts.
                Fingerprint.of(Map.of("body", new String(body, StandardCharsets.UTF_8))),
                Map.of("alertname", "UnknownWebhook"),
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
