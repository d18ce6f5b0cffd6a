package io.tocsin.delivery.maintenance;

import io.tocsin.channel.Target;
import io.tocsin.delivery.maintenance.StoreStatus.TargetStatus;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * The state of a target.
 *
 * @param name its name
 * @param target its configuration; null when it is no longer configured
 * @param state its state
 * @param status the state of its queue at the time of the report
 */
public record TargetReport(String name, @Nullable Target target, State state, TargetStatus status) {

    /** The state of a target. */
    public enum State {
        /** The latest attempt succeeded, or none was made yet. */
        HEALTHY,
        /** The provider asked for fewer messages. */
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
