package io.tocsin.delivery.jdbc;

import io.tocsin.alert.Alert;
import io.tocsin.alert.AlertStatus;
import io.tocsin.alert.Notification;
import io.tocsin.alert.Severity;
import io.tocsin.delivery.NewDelivery;
import io.tocsin.delivery.NewNotification;
import io.tocsin.delivery.ShortHash;
import io.tocsin.delivery.history.NotificationSummary;
import io.tocsin.delivery.history.NotificationTerm;
import java.util.List;
import java.util.Set;
import tools.jackson.databind.json.JsonMapper;

/**
 * A notification with its content as it is stored; serialized by the thread that received it, because the committing thread is
 * shared.
 *
 * @param notification what is to be stored
 * @param content its content as JSON
 * @param summary its summary
 * @param summaryJson its summary as JSON
 * @param trail why it goes to its targets, as JSON
 * @param terms what it is searched by
 * @param keyHash a hash of its alert group's key
 */
record WrittenNotification(
        NewNotification notification,
        String content,
        NotificationSummary summary,
        String summaryJson,
        String trail,
        Set<NotificationTerm> terms,
        long keyHash) {

    static WrittenNotification of(NewNotification notification, JsonMapper json) {
        Notification content = notification.content();
        NotificationSummary summary = NotificationSummary.of(content);
        return new WrittenNotification(
                notification,
                json.writeValueAsString(content),
                summary,
                json.writeValueAsString(summary),
                json.writeValueAsString(notification.trail()),
                NotificationTerm.of(content),
                ShortHash.of(content.groupKey()));
    }

    long receivedAt() {
        return notification.receivedAt().toEpochMilli();
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
