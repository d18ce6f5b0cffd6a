package io.tocsin.delivery.maintenance;

import io.tocsin.channel.Target;
import io.tocsin.delivery.maintenance.StoreStatus.TargetStatus;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * How a target fares.
 *
 * @param name its name
 * @param target its configuration; null when none is configured under this name any more
 * @param state in a word
 * @param status its line, as of the time of the report
 */
public record TargetReport(String name, @Nullable Target target, State state, TargetStatus status) {

    /** A target in a word. */
    public enum State {
        /** The latest attempt succeeded, or none was made yet. */
        HEALTHY,
        /** The provider asked us to wait. */
        THROTTLED,
        /** Attempts fail. */
        BLOCKED
    }

    static TargetReport of(String name, @Nullable Target target, TargetStatus status, Instant now) {
        boolean throttled = status.throttledUntil().isAfter(now);
        State calm = throttled ? State.THROTTLED : State.HEALTHY;
        return new TargetReport(name, target, status.blockedSince() == null ? calm : State.BLOCKED, status);
    }
}
