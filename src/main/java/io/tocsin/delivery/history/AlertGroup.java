package io.tocsin.delivery.history;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * What was heard last of an alert group.
 *
 * @param id its id, as {@link NotificationSummary#group()} tells it
 * @param state in a word
 * @param summary the latest notification at a glance
 * @param notificationId the latest notification
 * @param firingSince when it was first heard to fire this time, or the last time when it is resolved, as far back as is known;
 *     null when it was never heard to fire
 * @param lastHeard when the latest notification arrived
 */
public record AlertGroup(
        String id,
        State state,
        NotificationSummary summary,
        long notificationId,
        @Nullable Instant firingSince,
        Instant lastHeard) {

    /** A group in a word. */
    public enum State {
        FIRING,
        /** It fired when it was last heard of, but should have been repeated since. */
        UNHEARD,
        RESOLVED
    }

    /** Whether it fires as far as is known. */
    public boolean isOpen() {
        return state != State.RESOLVED;
    }
}
