package io.tocsin.delivery;

import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * What is known of a thing that is expected to be heard of again and again; kept in the store, for all replicas and over
 * restarts.
 *
 * @param lastSeen when it was last heard of
 * @param silent how long it was not heard of since then while some replica listened
 * @param judgedAt up to when that is counted
 * @param backSince when it was first heard of again after an alarm; null when there is none, or it went silent again
 */
public record Heartbeat(
        Instant lastSeen,
        Duration silent,
        Instant judgedAt,
        @Nullable Instant backSince) {

    /** The one that was just heard of for the first time. */
    public static Heartbeat first(Instant at) {
        return new Heartbeat(at, Duration.ZERO, at, null);
    }

    /**
     * It was heard of.
     *
     * @param at when
     * @param now not before that
     * @param alarmed whether an alarm about its silence is out
     */
    public Heartbeat heard(Instant at, Instant now, boolean alarmed) {
        Duration since = Duration.between(at, now);
        Instant back = backSince == null ? at : backSince;
        return new Heartbeat(at, since.isNegative() ? Duration.ZERO : since, now, alarmed ? back : null);
    }

    /**
     * It was not heard of.
     *
     * @param counted how much of the time since the last judgement somebody listened
     * @param tooLong after so much silence it is not back any more
     */
    public Heartbeat quiet(Instant now, Duration counted, Duration tooLong) {
        Duration sum = silent.plus(counted);
        return new Heartbeat(lastSeen, sum, now, sum.compareTo(tooLong) >= 0 ? null : backSince);
    }
}
