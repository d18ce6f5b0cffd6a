package io.tocsin.delivery.jdbc;

import io.tocsin.alert.Alert;
import io.tocsin.alert.AlertStatus;
import io.tocsin.alert.Notification;
import io.tocsin.alert.Severity;
import io.tocsin.delivery.NewDelivery;
import io.tocsin.delivery.NewNotification;
import io.tocsin.delivery.history.NotificationSummary;
import io.tocsin.delivery.jdbc.history.SearchKeys;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.List;
import tools.jackson.databind.json.JsonMapper;

/**
 * A notification with its content as it is stored; written by the thread that brought it, because the one that commits is
 * everybody's.
 *
 * @param notification what is to be stored
 * @param content its content as JSON
 * @param status the name of its status
 * @param summary its summary as JSON
 * @param terms what it can be found by
 * @param groupId a hash of its alert group's key
 */
record WrittenNotification(
        NewNotification notification, String content, String status, String summary, String terms, long groupId) {

    static WrittenNotification of(NewNotification notification, JsonMapper json) {
        Notification content = notification.content();
        NotificationSummary summary = NotificationSummary.of(content);
        return new WrittenNotification(
                notification,
                json.writeValueAsString(content),
                summary.status().name(),
                json.writeValueAsString(summary),
                SearchKeys.of(content),
                hash(content.groupKey()));
    }

    private static long hash(String groupKey) {
        try {
            byte[] digest = MessageDigest.getInstance("SHA-256").digest(groupKey.getBytes(StandardCharsets.UTF_8));
            return ByteBuffer.wrap(digest).getLong();
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }

    /** Whether the delivery tells of a critical alert that fires, and goes ahead of others when a line is merged. */
    boolean isUrgent(NewDelivery delivery) {
        List<Alert> alerts = notification.content().alerts();
        List<Integer> indexes = delivery.alertIndexes();
        return indexes == null
                ? alerts.stream().anyMatch(WrittenNotification::isCritical)
                : indexes.stream().map(alerts::get).anyMatch(WrittenNotification::isCritical);
    }

    private static boolean isCritical(Alert alert) {
        return alert.status() == AlertStatus.FIRING
                && Severity.isCritical(alert.labels().getOrDefault("severity", ""));
    }
}
