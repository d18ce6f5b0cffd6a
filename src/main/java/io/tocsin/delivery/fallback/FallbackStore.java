package io.tocsin.delivery.fallback;

import java.time.Instant;
import java.util.Collection;

/** Forwards deliveries to fallbacks; every method may throw a {@link RuntimeException} when the store does not answer. */
public interface FallbackStore {

    /**
     * Starts to follow these queues and stops to follow all others: a new queue starts with its pending deliveries, so that a
     * fallback never receives past ones.
     */
    void register(Collection<String> targets);

    /**
     * Creates one delivery at the fallback for each of the queue's that is pending for too long or was parked, in their order,
     * and once for each: not when the fallback already has the notification.
     *
     * @return the progress
     */
    HandedOn handOn(HandOver handOver);

    /**
     * What to forward.
     *
     * @param target whose queue
     * @param to the fallback
     * @param resolvedToo whether the fallback receives groups in which nothing is firing
     * @param waitedSince deliveries committed until then have been pending for too long
     * @param now the time
     */
    record HandOver(String target, String to, boolean resolvedToo, Instant waitedSince, Instant now) {}

    /**
     * The progress.
     *
     * @param deliveries how many were made
     * @param more whether there is more to scan at once
     */
    record HandedOn(int deliveries, boolean more) {}
}
