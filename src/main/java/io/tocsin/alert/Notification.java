package io.tocsin.alert;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * The content of messages; the stored form of a notification, so components are only ever added.
 *
 * @param groupKey the sender's key of the alert group, of any length; messages of one group belong together
 * @param receiver the receiver's name at the sender
 * @param groupLabels the labels the group was formed by
 * @param commonLabels the labels that all its alerts share
 * @param commonAnnotations the annotations that all its alerts share
 * @param alerts firing and resolved alerts, in the sender's order
 * @param truncatedAlerts how many more alerts the sender left out; 0 when none
 * @param externalUrl absolute http(s) URL of the sender; null when it gave none
 * @param routeLabels the labels of the sender's route
 * @param reason why it was sent, in the sender's words; empty when it did not say
 */
public record Notification(
        String groupKey,
        String receiver,
        Map<String, String> groupLabels,
        Map<String, String> commonLabels,
        Map<String, String> commonAnnotations,
        List<Alert> alerts,
        long truncatedAlerts,
        @Nullable String externalUrl,
        Map<String, String> routeLabels,
        String reason) {

    /** Without route labels and reason, as Alertmanager before 0.32 has it. */
    public Notification(
            String groupKey,
            String receiver,
            Map<String, String> groupLabels,
            Map<String, String> commonLabels,
            Map<String, String> commonAnnotations,
            List<Alert> alerts,
            long truncatedAlerts,
            @Nullable String externalUrl) {
        this(
                groupKey,
                receiver,
                groupLabels,
                commonLabels,
                commonAnnotations,
                alerts,
                truncatedAlerts,
                externalUrl,
                Map.of(),
                "");
    }

    /** Notifications stored before these components existed lack them. */
    public Notification {
        routeLabels = Objects.requireNonNullElse(routeLabels, Map.of());
        reason = Objects.requireNonNullElse(reason, "");
    }

    /** Firing while any alert is firing or may be among the omitted ones; resolved when all are. */
    public AlertStatus status() {
        if (truncatedAlerts > 0 || count(AlertStatus.FIRING) > 0 || alerts.isEmpty()) {
            return AlertStatus.FIRING;
        }
        return count(AlertStatus.MUTED) > 0 ? AlertStatus.MUTED : AlertStatus.RESOLVED;
    }

    /** Whether one of the alerts listed here is firing and matches all of these. */
    public boolean fires(List<LabelMatcher> matchers) {
        return alerts.stream()
                .anyMatch(alert ->
                        alert.status() == AlertStatus.FIRING && LabelMatcher.allMatch(matchers, alert.labels()));
    }

    /** How many of the alerts listed here have the status. */
    public long count(AlertStatus status) {
        return alerts.stream().filter(alert -> alert.status() == status).count();
    }

    /** The first 32 hexadecimal digits of the SHA-256 of the group's key, which may be of any length. */
    public String groupId() {
        try {
            byte[] digest = MessageDigest.getInstance("SHA-256").digest(groupKey.getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(digest, 0, 16);
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    /** The same group with only these alerts. */
    public Notification withAlerts(List<Alert> subset) {
        return new Notification(
                groupKey,
                receiver,
                groupLabels,
                commonLabels,
                commonAnnotations,
                List.copyOf(subset),
                truncatedAlerts,
                externalUrl,
                routeLabels,
                reason);
    }
}
