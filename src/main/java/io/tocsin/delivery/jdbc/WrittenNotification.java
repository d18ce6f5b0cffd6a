package io.tocsin.delivery.jdbc;

import io.tocsin.alert.Alert;
import io.tocsin.alert.AlertStatus;
import io.tocsin.alert.Notification;
import io.tocsin.alert.Severity;
import io.tocsin.delivery.NewDelivery;
import io.tocsin.delivery.NewNotification;
import io.tocsin.delivery.ShortHash;
import io.tocsin.delivery.history.NotificationSummary;
import io.tocsin.delivery.jdbc.history.SearchKeys;
import java.util.List;
import tools.jackson.databind.json.JsonMapper;

/**
 * A notification with its content as it is stored; serialized by the thread that received it, because the committing thread is
 * shared.
 *
 * @param notification what is to be stored
 * @param content its content as JSON
 * @param status the name of its status
 * @param summary its summary as JSON
 * @param trail why it goes to its targets, as JSON
 * @param terms its search keys
 * @param groupId a hash of its alert group's key
 * @param groupHash a hash of its receiver and its alert group's key: it may be a duplicate of the latest with this hash
 */
record WrittenNotification(
        NewNotification notification,
        String content,
        String status,
        String summary,
        String trail,
        String terms,
        long groupId,
        long groupHash) {

    static WrittenNotification of(NewNotification notification, JsonMapper json) {
        Notification content = notification.content();
        NotificationSummary summary = NotificationSummary.of(content);
        return new WrittenNotification(
                notification,
                json.writeValueAsString(content),
                summary.status().name(),
                json.writeValueAsString(summary),
                json.writeValueAsString(notification.trail()),
                SearchKeys.of(content),
                ShortHash.of(content.groupKey()),
                ShortHash.of(content.receiver() + '\0' + content.groupKey()));
    }

    /** Whether the delivery contains a critical firing alert, and goes ahead of others when a queue is merged. */
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
