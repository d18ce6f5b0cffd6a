package io.tocsin.console.view;

import io.tocsin.alert.AlertStatus;
import io.tocsin.delivery.history.AlertGroups.Moment;
import io.tocsin.delivery.history.NotificationSummary;

/** The kind of a group's notification, compared with the one before it. */
public enum TimelineEvent {
    FIRED,
    CHANGED,
    REPEATED,
    RESOLVED;

    public static TimelineEvent of(Moment moment) {
        NotificationSummary now = moment.entry().summary();
        NotificationSummary before = moment.before();
        if (now.status() == AlertStatus.RESOLVED) {
            return before != null && before.status() == AlertStatus.RESOLVED ? REPEATED : RESOLVED;
        }
        if (before == null || before.status() == AlertStatus.RESOLVED) {
            return FIRED;
        }
        boolean same = now.firing() == before.firing()
                && now.resolved() == before.resolved()
                && now.truncated() == before.truncated()
                && now.severity().equals(before.severity())
                && now.alertnames().equals(before.alertnames());
        return same ? REPEATED : CHANGED;
    }
}
