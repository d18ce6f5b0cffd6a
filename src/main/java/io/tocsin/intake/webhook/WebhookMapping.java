package io.tocsin.intake.webhook;

import io.tocsin.alert.Alert;
import io.tocsin.alert.AlertStatus;
import io.tocsin.alert.GroupKey;
import io.tocsin.channel.Link;
import io.tocsin.intake.IncomingNotification;
import io.tocsin.intake.webhook.AlertmanagerWebhook.WireAlert;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Normalizes a webhook: quoted names, zero times, missing keys, unusable links. */
final class WebhookMapping {

    /** The status names of Alertmanager and Grafana, and of others. */
    private static final Set<String> OVER =
            Set.of("resolved", "ok", "normal", "recovered", "recovery", "closed", "inactive");

    private WebhookMapping() {}

    /**
     * The notification of a webhook; its statuses are those of the alerts, never the webhook's own, which Alertmanager computes
     * after it omitted alerts.
     */
    static IncomingNotification toNotification(AlertmanagerWebhook webhook, Instant receivedAt) {
        String receiver = unquoted(orEmpty(webhook.receiver()));
        GroupKey groupKey = groupKey(webhook, receiver);
        List<Alert> alerts = new ArrayList<>(webhook.alerts().size());
        DedupKey dedupKey = new DedupKey();
        for (WireAlert wire : webhook.alerts()) {
            Alert alert = toAlert(wire, webhook, receivedAt);
            alerts.add(alert);
            dedupKey.add(alert, wire.startsAt());
        }
        return new IncomingNotification(
                dedupKey.of(
                        receiver,
                        groupKey,
                        Stream.of(webhook.notificationReason(), webhook.bodyHash())
                                .filter(Objects::nonNull)
                                .toList(),
                        webhook.truncatedAlerts()),
                receivedAt,
                groupKey,
                receiver,
                webhook.groupLabels(),
                webhook.commonLabels(),
                webhook.commonAnnotations(),
                alerts,
                webhook.truncatedAlerts(),
                link(webhook.externalUrl()),
                webhook.routeLabels(),
                reason(webhook));
    }

    /** Empty for Alertmanager's placeholder of no reason. */
    private static String reason(AlertmanagerWebhook webhook) {
        String reason = orEmpty(webhook.notificationReason()).strip();
        return Set.of("none", "unknown").contains(reason) ? "" : reason;
    }

    private static GroupKey groupKey(AlertmanagerWebhook webhook, String receiver) {
        String given = orEmpty(webhook.groupKey());
        if (!given.isBlank()) {
            return new GroupKey(given);
        }
        return GroupKey.of(receiver, webhook.groupLabels().isEmpty() ? webhook.commonLabels() : webhook.groupLabels());
    }

    private static Alert toAlert(WireAlert wire, AlertmanagerWebhook webhook, Instant receivedAt) {
        Instant startsAt = AlertTimes.parse(wire.startsAt());
        Instant endsAt = AlertTimes.parse(wire.endsAt());
        String given = orEmpty(wire.status()).isBlank() ? webhook.status() : wire.status();
        AlertStatus status = status(given, endsAt, receivedAt);
        Map<String, String> annotations = annotations(wire);
        String dashboardUrl = link(wire.panelUrl());
        return new Alert(
                status,
                wire.labels(),
                annotations,
                startsAt == null ? receivedAt : startsAt,
                status == AlertStatus.FIRING ? null : endsAt == null ? receivedAt : endsAt,
                link(wire.generatorUrl()),
                dashboardUrl == null ? link(wire.dashboardUrl()) : dashboardUrl,
                link(wire.silenceUrl()),
                identity(wire, webhook.bodyHash(), annotations));
    }

    /**
     * An alert is identified by its labels, as in Prometheus; the sender's fingerprint counts only when it has none. A body
     * without alerts is identified by itself.
     */
    private static String identity(WireAlert wire, @Nullable String bodyHash, Map<String, String> annotations) {
        String given = orEmpty(wire.fingerprint());
        boolean shown = bodyHash != null && bodyHash.equals(given);
        if (!shown && (!wire.labels().isEmpty() || given.isBlank())) {
            return Fingerprint.of(wire.labels().isEmpty() ? annotations : wire.labels());
        }
        return given;
    }

    private static AlertStatus status(@Nullable String given, @Nullable Instant endsAt, Instant receivedAt) {
        if ("firing".equalsIgnoreCase(given)) {
            return AlertStatus.FIRING;
        }
        boolean ended = endsAt != null && !endsAt.isAfter(receivedAt);
        return ended || OVER.contains(orEmpty(given).strip().toLowerCase(Locale.ROOT))
                ? AlertStatus.RESOLVED
                : AlertStatus.FIRING;
    }

    /** The annotations, with the measured values and the picture that Grafana adds. */
    private static Map<String, String> annotations(WireAlert wire) {
        String values = values(wire);
        String image = link(wire.imageUrl());
        if (values == null && image == null) {
            return wire.annotations();
        }
        Map<String, String> all = new LinkedHashMap<>(wire.annotations());
        if (values != null) {
            all.putIfAbsent("values", values);
        }
        if (image != null) {
            all.putIfAbsent("image", image);
        }
        return all;
    }

    private static @Nullable String values(WireAlert wire) {
        if (!wire.values().isEmpty()) {
            List<String> pairs = new ArrayList<>();
            wire.values().forEach((name, value) -> pairs.add(name + "=" + value));
            return String.join(", ", pairs);
        }
        String valueString = orEmpty(wire.valueString());
        return valueString.isBlank() ? null : valueString;
    }

    /** Undoes Go's {@code regexp.QuoteMeta}, with which Alertmanager writes the receiver's name. */
    private static String unquoted(String name) {
        if (name.indexOf('\\') < 0) {
            return name;
        }
        StringBuilder plain = new StringBuilder(name.length());
        for (int i = 0; i < name.length(); i++) {
            boolean quotes = name.charAt(i) == '\\'
                    && i + 1 < name.length()
                    && "\\.+*?()|[]{}^$".indexOf(name.charAt(i + 1)) >= 0;
            plain.append(name.charAt(quotes ? ++i : i));
        }
        return plain.toString();
    }

    /** A link that may be shown; null for an invalid one. */
    private static @Nullable String link(@Nullable String text) {
        return Link.cleaned(text).orElse(null);
    }

    private static String orEmpty(@Nullable String text) {
        return text == null ? "" : text;
    }
}
