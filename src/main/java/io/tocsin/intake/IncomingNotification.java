package io.tocsin.intake;

import io.tocsin.alert.Alert;
import io.tocsin.alert.GroupKey;
import io.tocsin.alert.Notification;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * One notification as it arrived, normalized.
 *
 * @param dedupKey identity of its content, 64 hexadecimal digits: a retry, or the other Alertmanager of a pair, has the same
 * @param receivedAt when it arrived
 * @param groupKey the key of its group
 * @param receiver the receiver's name at the sender, not quoted; may be empty
 * @param groupLabels the labels the group was formed by
 * @param commonLabels the labels that all its alerts share
 * @param commonAnnotations the annotations that all its alerts share
 * @param alerts firing and resolved alerts, in the sender's order
 * @param truncatedAlerts how many more alerts there are, left out by the sender or unreadable; 0 when none
 * @param externalUrl absolute http(s) URL of the sender; null when it gave none
 * @param routeLabels the labels of the sender's route, for all its alerts; empty before Alertmanager 0.34
 * @param reason why it was sent, in the sender's words; empty before Alertmanager 0.32
 */
public record IncomingNotification(
        String dedupKey,
        Instant receivedAt,
        GroupKey groupKey,
        String receiver,
        Map<String, String> groupLabels,
        Map<String, String> commonLabels,
        Map<String, String> commonAnnotations,
        List<Alert> alerts,
        long truncatedAlerts,
        @Nullable String externalUrl,
        Map<String, String> routeLabels,
        String reason) {

    /** The label under which routes match the reason. */
    public static final String REASON_LABEL = "notification_reason";

    /** What routes match for all its alerts, unless an alert has a label of that name: the route's labels, and the reason. */
    public Map<String, String> routingLabels() {
        if (reason.isEmpty()) {
            return routeLabels;
        }
        Map<String, String> labels = new HashMap<>(routeLabels);
        labels.putIfAbsent(REASON_LABEL, reason);
        return labels;
    }

    /** Whether it contains no alert at all, neither listed nor omitted. */
    public boolean isEmpty() {
        return alerts.isEmpty() && truncatedAlerts == 0;
    }

    /** The same with only these of its alerts. */
    public IncomingNotification withAlerts(List<Alert> subset) {
        return new IncomingNotification(
                dedupKey,
                receivedAt,
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

    /** The part that messages may show. */
    public Notification toContent() {
        return new Notification(
                groupKey.value(),
                receiver,
                groupLabels,
                commonLabels,
                commonAnnotations,
                alerts,
                truncatedAlerts,
                externalUrl,
                routeLabels,
                reason);
    }
}
