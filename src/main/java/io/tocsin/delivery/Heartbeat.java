package io.tocsin.delivery;

import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * The record of something that is expected at intervals; kept in the store, for all replicas and across restarts.
 *
 * @param lastSeen when it was last received
 * @param silent how long it has been missing since then while some replica was running
 * @param judgedAt the time up to which that is counted
 * @param backSince when it was first received again after an alarm; null when there is none, or it is missing again
 */
public record Heartbeat(
        Instant lastSeen,
        Duration silent,
        Instant judgedAt,
        @Nullable Instant backSince) {

    /** The record after the first arrival. */
    public static Heartbeat first(Instant at) {
        return new Heartbeat(at, Duration.ZERO, at, null);
    }

    /**
     * It was received.
     *
     * @param at when
     * @param now not before that
     * @param alarmed whether an alert about its absence is firing
     */
    public Heartbeat heard(Instant at, Instant now, boolean alarmed) {
        Duration since = Duration.between(at, now);
        Instant back = backSince == null ? at : backSince;
        return new Heartbeat(at, since.isNegative() ? Duration.ZERO : since, now, alarmed ? back : null);
    }

    /**
     * It was not received.
     *
     * @param counted how much of the time since the last evaluation some replica was running
     * @param tooLong after being missing this long it no longer counts as back
     */
    public Heartbeat quiet(Instant now, Duration counted, Duration tooLong) {
        Duration sum = silent.plus(counted);
        return new Heartbeat(lastSeen, sum, now, sum.compareTo(tooLong) >= 0 ? null : backSince);
    }
}
