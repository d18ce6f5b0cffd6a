package io.tocsin.delivery;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.util.unit.DataSize;

/**
 * {@code tocsin.delivery.store}: how large the store may grow.
 *
 * @param maxSize how large the outbox may grow before webhooks are answered 503, at least 10MB; from 90 % of it on, delivered
 *     notifications are deleted before their retention ends
 * @param minFree how much of the disk of a SQLite file must stay free: with less, webhooks are answered 503, so that accepted
 *     notifications can still be sent and recorded; at least 1MB
 */
@ConfigurationProperties("tocsin.delivery.store")
public record StoreLimit(
        @DefaultValue("4GB") DataSize maxSize,
        @DefaultValue("100MB") DataSize minFree) {

    private static final DataSize LEAST = DataSize.ofMegabytes(10);

    private static final DataSize LEAST_FREE = DataSize.ofMegabytes(1);

    public StoreLimit {
        if (maxSize.compareTo(LEAST) < 0) {
            throw new IllegalArgumentException("tocsin.delivery.store.max-size must be at least 10MB, such as 4GB");
        }
        if (minFree.compareTo(LEAST_FREE) < 0) {
            throw new IllegalArgumentException("tocsin.delivery.store.min-free must be at least 1MB, such as 100MB");
        }
    }

    /** Whether a store of so many bytes accepts no more notifications. */
    public boolean isReached(long bytes) {
        return bytes >= maxSize.toBytes();
    }

    /** Whether a store with so many bytes left on its disk accepts no more notifications. */
    public boolean isFull(long free) {
        return free < minFree.toBytes();
    }

    /** Whether a store of so many bytes should delete history early. */
    public boolean isNear(long bytes) {
        return bytes >= maxSize.toBytes() / 10 * 9;
    }
}
