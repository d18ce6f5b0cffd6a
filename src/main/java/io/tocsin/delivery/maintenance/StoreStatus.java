package io.tocsin.delivery.maintenance;

import java.time.Instant;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The state of every target, read at one time.
 *
 * @param sampledAt when
 * @param targets by name
 */
public record StoreStatus(Instant sampledAt, Map<String, TargetStatus> targets) {

    /**
     * The state of one target's queue.
     *
     * @param pending pending deliveries
     * @param parked deliveries given up and kept
     * @param oldestPending when the first pending one was committed; null when none is pending
     * @param throttledUntil until when the provider asked not to be sent to; may have passed
     * @param blockedSince since when attempts fail; null while they succeed
     */
    public record TargetStatus(
            long pending,
            long parked,
            @Nullable Instant oldestPending,
            Instant throttledUntil,
            @Nullable Instant blockedSince) {}

    /** Pending deliveries, over all targets. */
    public long pending() {
        return targets.values().stream().mapToLong(TargetStatus::pending).sum();
    }

    /** Deliveries given up, over all targets. */
    public long parked() {
        return targets.values().stream().mapToLong(TargetStatus::parked).sum();
    }
}
