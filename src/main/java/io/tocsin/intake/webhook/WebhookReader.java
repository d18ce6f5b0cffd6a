package io.tocsin.intake.webhook;

import io.tocsin.intake.UnreadablePayloadException;
import io.tocsin.intake.webhook.AlertmanagerWebhook.WireAlert;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;

/**
 * Reads a body in one pass, as leniently as possible: senders differ, and a refused notification is lost.
 *
 * <p>Jackson's own limits (nesting, length of numbers and names) bound what a body can cost.
 */
final class WebhookReader {

    /** More alerts than any message can name; further ones are only counted, which limits the memory of a body. */
    static final int MAX_ALERTS = 10_000;

    private static final long MAX_TRUNCATED = 1_000_000_000;

    private WebhookReader() {}

    /**
     * @throws UnreadablePayloadException when the body is JSON but no object
     * @throws tools.jackson.core.JacksonException when it is not JSON
     */
    static AlertmanagerWebhook webhook(byte[] body) {
        return JsonText.readObject(body, WebhookReader::webhook);
    }

    /**
     * The whole body as one alert, for a sender that posts no notification.
     *
     * @throws tools.jackson.core.JacksonException when it is not JSON
     */
    static WireAlert loneAlert(byte[] body) {
        return JsonText.readObject(body, WebhookReader::alert);
    }

    private static AlertmanagerWebhook webhook(JsonParser json) {
        String receiver = null;
        String groupKey = null;
        String externalUrl = null;
        String status = null;
        String reason = null;
        boolean listed = false;
        Map<String, String> routeLabels = Map.of();
        Map<String, String> groupLabels = Map.of();
        Map<String, String> commonLabels = Map.of();
        Map<String, String> commonAnnotations = Map.of();
        AlertList alerts = new AlertList();
        boolean others = false;
        for (String name = json.nextName(); name != null; name = json.nextName()) {
            json.nextToken();
            switch (name) {
                case "receiver" -> receiver = JsonText.text(json);
                case "groupKey" -> groupKey = JsonText.text(json);
                case "externalURL" -> externalUrl = JsonText.text(json);
                case "status" -> status = JsonText.text(json);
                case "notification_reason" -> reason = JsonText.text(json);
                case "routeLabels" -> routeLabels = JsonText.map(json);
                case "groupLabels" -> groupLabels = JsonText.map(json);
                case "commonLabels" -> commonLabels = JsonText.map(json);
                case "commonAnnotations" -> commonAnnotations = JsonText.map(json);
                case "truncatedAlerts" -> alerts.leftOut += count(JsonText.text(json));
                case "alerts" -> {
                    alerts.read(json);
                    listed = true;
                }
                default -> {
                    others = true;
                    json.skipChildren();
                }
            }
        }
        return new AlertmanagerWebhook(
                receiver,
                groupKey,
                externalUrl,
                status,
                reason,
                routeLabels,
                groupLabels,
                commonLabels,
                commonAnnotations,
                alerts.listed,
                Math.min(alerts.leftOut, MAX_TRUNCATED),
                null,
                listed || alerts.leftOut > 0 || !others);
    }

    private static final class AlertList {

        private final List<WireAlert> listed = new ArrayList<>();
        private long leftOut;

        void read(JsonParser json) {
            if (!json.isExpectedStartArrayToken()) {
                add(json);
                return;
            }
            while (json.nextToken() != JsonToken.END_ARRAY) {
                add(json);
            }
        }

        private void add(JsonParser json) {
            if (json.isExpectedStartObjectToken() && listed.size() < MAX_ALERTS) {
                listed.add(alert(json));
            } else if (json.currentToken() != JsonToken.VALUE_NULL) {
                leftOut++;
                json.skipChildren();
            }
        }
    }

    private static WireAlert alert(JsonParser json) {
        AlertFields fields = new AlertFields();
        for (String name = json.nextName(); name != null; name = json.nextName()) {
            json.nextToken();
            fields.read(name, json);
        }
        return fields.toAlert();
    }

    /** A count as a sender wrote it: 0 when absent, negative or no number at all, at most a billion. */
    private static long count(@Nullable String text) {
        try {
            double number = text == null ? 0 : Double.parseDouble(text);
            return Double.isNaN(number) ? 0 : (long) Math.max(0, Math.min(number, MAX_TRUNCATED));
        } catch (NumberFormatException e) {
            return 0;
        }
    }
}
