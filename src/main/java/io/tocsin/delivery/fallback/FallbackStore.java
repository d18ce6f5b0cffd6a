package io.tocsin.delivery.fallback;

import java.time.Instant;
import java.util.Collection;

/** Hands deliveries on; every method may throw a {@link RuntimeException} when the store does not answer. */
public interface FallbackStore {

    /**
     * Begins to look after these lines, and stops to look after all others: a line that is new begins with what waits in it
     * now, so that a fallback never gets what is past.
     */
    void register(Collection<String> targets);

    /**
     * Makes one delivery at the fallback for each of the line's that waits for too long or was parked, in their order, and
     * only once for each: not when the fallback has the notification already.
     *
     * @return how far it came
     */
    HandedOn handOn(HandOver handOver);

    /**
     * What to hand on.
     *
     * @param target whose line
     * @param to the fallback
     * @param resolvedToo whether the fallback hears of groups in which nothing fires any more
     * @param waitedSince what was committed until then has waited too long
     * @param now the time
     */
    record HandOver(String target, String to, boolean resolvedToo, Instant waitedSince, Instant now) {}

    /**
     * How far it came.
     *
     * @param deliveries how many were made
     * @param more whether there is more to look through at once
     */
    record HandedOn(int deliveries, boolean more) {}
}
