package io.tocsin.delivery.maintenance;

import java.time.Instant;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What the store knows about every target, taken at one time.
 *
 * @param sampledAt when
 * @param targets by name
 */
public record StoreStatus(Instant sampledAt, Map<String, TargetStatus> targets) {

    /**
     * One target's line.
     *
     * @param pending deliveries that wait
     * @param parked deliveries given up and kept
     * @param oldestPending when the first of those that wait was committed; null when none waits
     * @param throttledUntil the provider asked us to wait until then; may have passed
     * @param blockedSince since when attempts fail; null while they succeed
     */
    public record TargetStatus(
            long pending,
            long parked,
            @Nullable Instant oldestPending,
            Instant throttledUntil,
            @Nullable Instant blockedSince) {}

    /** Deliveries that wait, over all targets. */
    public long pending() {
        return targets.values().stream().mapToLong(TargetStatus::pending).sum();
    }

    /** Deliveries given up, over all targets. */
    public long parked() {
        return targets.values().stream().mapToLong(TargetStatus::parked).sum();
    }
}
