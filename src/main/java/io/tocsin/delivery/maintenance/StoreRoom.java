package io.tocsin.delivery.maintenance;

import io.tocsin.delivery.StoreLimit;
import java.util.List;
import java.util.Optional;
import org.springframework.util.unit.DataSize;

/**
 * The free room of the store, compared with its limits.
 *
 * @param limit its maximum size, and the free space its disk must keep
 * @param size its size, in bytes
 * @param free free space of its disk, in bytes; {@link Long#MAX_VALUE} when unknown
 * @param pending pending deliveries
 * @param maxPending how many may be pending
 */
public record StoreRoom(StoreLimit limit, long size, long free, long pending, long maxPending) {

    /**
     * Too little room.
     *
     * @param key which: {@code disk}, {@code size} or {@code pending}
     * @param figures the actual value, and the limit
     */
    public record Shortage(String key, List<String> figures) {}

    /** Why no alert can be accepted, in short; empty when alerts can be accepted. */
    public String refusal() {
        if (limit.isReached(size)) {
            return "the store is as large as tocsin.delivery.store.max-size allows";
        }
        if (limit.isFull(free)) {
            return "less than tocsin.delivery.store.min-free is left on the disk of the store";
        }
        return pending >= maxPending ? "the outbox is full" : "";
    }

    /** The shortage to report before alerts are refused, where that can be foreseen. */
    public Optional<Shortage> shortage() {
        if (limit.isFull(free / 2)) {
            return Optional.of(new Shortage(
                    "disk", List.of(megabytes(free), megabytes(limit.minFree().toBytes()))));
        }
        if (limit.isReached(size)) {
            return Optional.of(
                    new Shortage("size", List.of(megabytes(limit.maxSize().toBytes()))));
        }
        return pending >= maxPending
                ? Optional.of(new Shortage("pending", List.of(String.valueOf(pending))))
                : Optional.empty();
    }

    /** Whether a shortage is over: a little more room than where it starts, or it would flap with each alert. */
    public boolean isAmple() {
        return !limit.isFull(free / 3) && !limit.isNear(size) && pending < maxPending / 10 * 9;
    }

    private static String megabytes(long bytes) {
        return DataSize.ofBytes(bytes).toMegabytes() + " MB";
    }
}
