package io.tocsin.console;

import io.tocsin.channel.MessageStatus;
import io.tocsin.delivery.AlertGroups.Moment;
import io.tocsin.delivery.NotificationSummary;

/** What a notification of an alert group was, by what the one before it said. */
public enum MomentKind {
    FIRED,
    CHANGED,
    REPEATED,
    RESOLVED;

    static MomentKind of(Moment moment) {
        NotificationSummary now = moment.entry().summary();
        NotificationSummary before = moment.before();
        if (now.status() == MessageStatus.RESOLVED) {
            return before != null && before.status() == MessageStatus.RESOLVED ? REPEATED : RESOLVED;
        }
        if (before == null || before.status() == MessageStatus.RESOLVED) {
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
