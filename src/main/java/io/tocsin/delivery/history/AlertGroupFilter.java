package io.tocsin.delivery.history;

import io.tocsin.delivery.history.AlertGroup.State;
import java.util.Locale;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Selects alert groups; a null field does not filter. Case is ignored.
 *
 * @param status its state
 * @param severity the severity of its latest notification; empty for none
 * @param alertname one of the first names of its latest notification
 * @param text a part of one of these names, of its key or of its receiver
 */
public record AlertGroupFilter(
        @Nullable Status status,
        @Nullable String severity,
        @Nullable String alertname,
        @Nullable String text) {

    /** The state of a group. */
    public enum Status {
        /** It is firing as far as is known. */
        OPEN,
        FIRING,
        STALE,
        RESOLVED;

        boolean covers(State state) {
            return this == OPEN ? state != State.RESOLVED : name().equals(state.name());
        }
    }

    public static final AlertGroupFilter ALL = new AlertGroupFilter(null, null, null, null);

    /** Whether the group matches. */
    public boolean test(AlertGroup group) {
        NotificationSummary summary = group.summary();
        return (status == null || status.covers(group.state()))
                && (severity == null || severity.equalsIgnoreCase(summary.severity()))
                && (alertname == null || summary.alertnames().stream().anyMatch(alertname::equalsIgnoreCase))
                && (text == null || holds(summary, text.toLowerCase(Locale.ROOT)));
    }

    private static boolean holds(NotificationSummary summary, String wanted) {
        return Stream.concat(summary.alertnames().stream(), Stream.of(summary.groupKey(), summary.receiver()))
                .anyMatch(written -> written.toLowerCase(Locale.ROOT).contains(wanted));
    }
}
