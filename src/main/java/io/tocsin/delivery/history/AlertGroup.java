package io.tocsin.delivery.history;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * The latest state of an alert group.
 *
 * @param id its id, as in {@link NotificationSummary#group()}
 * @param state its state
 * @param summary the summary of the latest notification
 * @param notificationId the latest notification
 * @param firingSince when it started firing, this time or, when it is resolved, the last time, as far back as is known; null
 *     when it was never received as firing
 * @param lastHeard when the latest notification arrived
 */
public record AlertGroup(
        String id,
        State state,
        NotificationSummary summary,
        long notificationId,
        @Nullable Instant firingSince,
        Instant lastHeard) {

    /** The state of a group. */
    public enum State {
        FIRING,
        /** Firing when it was last received, but not repeated in time since. */
        STALE,
        RESOLVED
    }

    /** Whether it is firing as far as is known. */
    public boolean isOpen() {
        return state != State.RESOLVED;
    }
}
