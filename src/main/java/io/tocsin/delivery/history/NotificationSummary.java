package io.tocsin.delivery.history;

import io.tocsin.alert.Alert;
import io.tocsin.alert.AlertStatus;
import io.tocsin.alert.Notification;
import io.tocsin.alert.Severity;
import io.tocsin.alert.Text;
import io.tocsin.delivery.ShortHash;
import java.util.List;

/**
 * The summary of a notification; stored beside it as JSON, so components are only ever added.
 *
 * @param status firing while any of its alerts is firing
 * @param alertnames the names of its alerts, each once, in the sender's order, at most {@value #MOST_NAMES}
 * @param otherNames how many more names it has
 * @param severity the highest among its firing alerts, or among all when none is firing; empty when none has one
 * @param firing how many of its alerts are firing
 * @param resolved how many of its alerts are resolved
 * @param truncated how many more alerts the sender left out
 * @param group the id of its group: equal for equal receivers and group keys, and short
 * @param groupKey the sender's key of the group, cut to 300 characters
 * @param receiver the receiver's name at the sender, cut to 100 characters
 */
public record NotificationSummary(
        AlertStatus status,
        List<String> alertnames,
        int otherNames,
        String severity,
        long firing,
        long resolved,
        long truncated,
        String group,
        String groupKey,
        String receiver) {

    static final int MOST_NAMES = 10;
    private static final int LONGEST_NAME = 200;

    /** The summary of a content. */
    public static NotificationSummary of(Notification content) {
        List<String> names = names(content);
        return new NotificationSummary(
                content.status(),
                names.stream()
                        .limit(MOST_NAMES)
                        .map(name -> Text.cut(name, LONGEST_NAME))
                        .toList(),
                Math.max(0, names.size() - MOST_NAMES),
                severity(content),
                content.count(AlertStatus.FIRING),
                content.count(AlertStatus.RESOLVED),
                content.truncatedAlerts(),
                ShortHash.text(content.receiver() + '\0' + content.groupKey()),
                Text.cut(content.groupKey(), 300),
                Text.cut(content.receiver(), 100));
    }

    /** The names of the alerts, each once and whole, in the sender's order. */
    public static List<String> names(Notification content) {
        return content.alerts().stream().map(Alert::name).distinct().toList();
    }

    private static String severity(Notification content) {
        boolean fires = content.count(AlertStatus.FIRING) > 0;
        return content.alerts().stream()
                .filter(alert -> !fires || alert.status() == AlertStatus.FIRING)
                .map(alert -> alert.labels().getOrDefault("severity", ""))
                .min(Severity.MOST_SEVERE_FIRST)
                .map(severity -> Text.cut(severity, LONGEST_NAME))
                .orElse("");
    }
}
