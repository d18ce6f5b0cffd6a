package io.tocsin.delivery.maintenance;

import io.tocsin.delivery.StoreLimit;
import java.util.List;
import java.util.Optional;
import org.springframework.util.unit.DataSize;

/**
 * How much room the store has, beside what it must have.
 *
 * @param limit what it may take, and what must be left on its disk
 * @param size what it takes, in bytes
 * @param free what is left on its disk, in bytes; {@link Long#MAX_VALUE} when that is not known
 * @param pending deliveries that wait
 * @param maxPending how many may
 */
public record StoreRoom(StoreLimit limit, long size, long free, long pending, long maxPending) {

    /**
     * Too little room.
     *
     * @param key which: {@code disk}, {@code size} or {@code pending}
     * @param figures what there is, and what is allowed
     */
    public record Shortage(String key, List<String> figures) {}

    /** Why no alert can be accepted, in a few words; empty when alerts can be accepted. */
    public String refusal() {
        if (limit.isReached(size)) {
            return "the store is as large as tocsin.delivery.store.max-size allows";
        }
        if (limit.isFull(free)) {
            return "less than tocsin.delivery.store.min-free is left on the disk of the store";
        }
        return pending >= maxPending ? "the outbox is full" : "";
    }

    /** What people should know of before alerts are refused, where that can be foreseen. */
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

    /** Whether there is so much that a shortage is over: a little more than where it begins, or each alert would tell of it. */
    public boolean isAmple() {
        return !limit.isFull(free / 3) && !limit.isNear(size) && pending < maxPending / 10 * 9;
    }

    private static String megabytes(long bytes) {
        return DataSize.ofBytes(bytes).toMegabytes() + " MB";
    }
}
