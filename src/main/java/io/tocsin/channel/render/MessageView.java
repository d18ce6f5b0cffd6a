package io.tocsin.channel.render;

import io.tocsin.alert.Alert;
import io.tocsin.alert.AlertStatus;
import io.tocsin.alert.Distinctions;
import io.tocsin.alert.Notification;
import io.tocsin.alert.Text;
import io.tocsin.channel.Message;
import io.tocsin.channel.MessageStyle;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * A message in a reader's language and zone, the same for all channels; a channel only formats it.
 *
 * @param title one line of at most 200 characters, such as {@code [FIRING:2] HighCPU (critical)}
 * @param about its subject, as in the title: the alert's name, or what names the group
 * @param status whether anything is firing
 * @param severity the highest among the firing alerts, or among all when none is firing; empty when none has one
 * @param firing how many of the alerts listed are firing
 * @param resolved how many of the alerts listed are resolved
 * @param counts the figures as text, with how many are muted, after whether it was sent again and the target that it was meant
 *     for, if so
 * @param reason why it was sent; empty when the sender did not say
 * @param truncated says how many alerts the sender left out; empty when none
 * @param commonLabels the labels that all alerts share, with those of the sender's route, and that are not shown elsewhere
 * @param alerts firing before resolved, the most severe first, otherwise as the sender ordered them
 * @param deliveryId the delivery's id
 * @param page absolute http(s) URL of the delivery's page; empty when there is none
 * @param groupId the same for all messages of one alert group and no other: 32 hexadecimal digits
 * @param style the language and zone
 */
public record MessageView(
        String title,
        String about,
        AlertStatus status,
        String severity,
        long firing,
        long resolved,
        String counts,
        String reason,
        String truncated,
        SortedMap<String, String> commonLabels,
        List<AlertView> alerts,
        String deliveryId,
        String page,
        String groupId,
        MessageStyle style) {

    private static final int MAX_TITLE = 200;
    /** Source: Alertmanager 0.32, notify/util.go. */
    private static final Set<String> REASONS = Set.of(
            "first notification",
            "new alerts added",
            "some alerts resolved",
            "all alerts resolved",
            "repeat interval elapsed");

    /** Builds the view of a message for a reader. */
    public static MessageView of(Message message, MessageStyle style) {
        Notification content = message.content();
        Distinctions distinctions = Distinctions.among(content.alerts());
        List<AlertView> alerts = content.alerts().stream()
                .sorted(Alert.WORST_FIRST)
                .map(alert -> AlertView.of(alert, distinctions.of(alert), message, style))
                .toList();
        AlertStatus status = content.status();
        long firing = content.count(AlertStatus.FIRING);
        long resolved = content.count(AlertStatus.RESOLVED);
        // The most severe alert comes first, and a firing one before all resolved ones.
        String severity = alerts.isEmpty() ? "" : alerts.get(0).severity();
        long listed = content.count(status);
        long truncated = content.truncatedAlerts();
        String about = subject(content, alerts);
        return new MessageView(
                title(style.text("status." + status), listed, about, severity),
                about,
                status,
                severity,
                firing,
                resolved,
                via(message, style) + counts(content, style),
                reason(content.reason(), style),
                truncated > 0 ? style.text("truncated", truncated) : "",
                common(content),
                alerts,
                message.deliveryId(),
                Objects.requireNonNullElse(message.page(), ""),
                content.groupId(),
                style);
    }

    /** In addition the labels of the sender's route, which hold for all alerts as well. */
    private static SortedMap<String, String> common(Notification content) {
        Map<String, String> all = new HashMap<>(content.routeLabels());
        all.putAll(content.commonLabels());
        return AlertView.differing(all, Map.of());
    }

    /** Alertmanager's reasons in the reader's language, any others unchanged. */
    private static String reason(String reason, MessageStyle style) {
        String known = reason.strip().toLowerCase(Locale.ROOT);
        return REASONS.contains(known) ? style.text("reason." + known.replace(' ', '-')) : Text.line(reason, 100);
    }

    /** The severity as a colour. */
    public StatusColor tone() {
        return StatusColor.of(status, severity);
    }

    private static String title(String status, long count, String subject, String severity) {
        String head = "[" + status + (count > 0 ? ":" + count : "") + "] ";
        String tail = severity.isEmpty() ? "" : " (" + Text.cut(severity, 20) + ")";
        return head + Text.cut(subject, MAX_TITLE - head.length() - tail.length()) + tail;
    }

    /** The alert's name when it is one, else what the group was formed by, else the first name and how many more. */
    private static String subject(Notification content, List<AlertView> alerts) {
        Optional<String> name = Stream.of(content.groupLabels(), content.commonLabels())
                .map(labels -> Text.line(labels.getOrDefault("alertname", ""), MAX_TITLE))
                .filter(text -> !text.isEmpty())
                .findFirst();
        String subject = Text.line(name.orElseGet(() -> unnamed(content, alerts)), MAX_TITLE);
        return subject.isEmpty() ? "alert" : subject;
    }

    private static String unnamed(Notification content, List<AlertView> alerts) {
        List<String> names = alerts.stream().map(AlertView::name).distinct().toList();
        if (names.size() == 1) {
            return names.get(0);
        }
        String group = content.groupLabels().entrySet().stream()
                .sorted(Map.Entry.comparingByKey())
                .map(label -> label.getKey() + "=" + label.getValue())
                .collect(Collectors.joining(", "));
        if (!group.isEmpty() || names.isEmpty()) {
            return group.isEmpty() ? content.receiver() : group;
        }
        return names.get(0) + " +" + (names.size() - 1);
    }

    /** Whether it was sent again and the target that it was meant for, each as text with a space after it. */
    public static String via(Message message, MessageStyle style) {
        return (message.again() ? style.text("again") + " " : "")
                + (message.fallbackOf() == null ? "" : style.text("via", message.fallbackOf()) + " ");
    }

    /** How many of the alerts listed have the message's status. */
    public long listed() {
        return alerts.stream().filter(alert -> alert.status() == status).count();
    }

    private static String counts(Notification content, MessageStyle style) {
        List<String> counts = new ArrayList<>(3);
        for (AlertStatus status : AlertStatus.values()) {
            long count = content.count(status);
            if (count > 0) {
                counts.add(style.text("counts." + status.name().toLowerCase(Locale.ROOT), count));
            }
        }
        return String.join(style.text("counts.separator"), counts);
    }
}
