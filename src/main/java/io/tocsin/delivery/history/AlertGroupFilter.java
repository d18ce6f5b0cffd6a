package io.tocsin.delivery.history;

import io.tocsin.delivery.history.AlertGroup.State;
import java.util.Locale;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Which alert groups are asked for; what is null is not asked about. Upper and lower case are the same.
 *
 * @param status how it fares
 * @param severity the severity of its latest notification; empty for none
 * @param alertname one of the first names of its latest notification
 * @param text what stands in one of these names, in its key or in its receiver
 */
public record AlertGroupFilter(
        @Nullable Status status,
        @Nullable String severity,
        @Nullable String alertname,
        @Nullable String text) {

    /** How a group fares. */
    public enum Status {
        /** It fires as far as is known. */
        OPEN,
        FIRING,
        UNHEARD,
        RESOLVED;

        boolean covers(State state) {
            return this == OPEN ? state != State.RESOLVED : name().equals(state.name());
        }
    }

    public static final AlertGroupFilter ALL = new AlertGroupFilter(null, null, null, null);

    /** Whether a group is asked for. */
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
