package io.tocsin.delivery;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.util.unit.DataSize;

/**
 * {@code tocsin.delivery.store}: how large the store may grow.
 *
 * @param maxSize what the outbox may take before webhooks are answered 503, at least 10MB; from nine tenths of it on,
 *     deliveries that ended well are deleted before their retention is over
 * @param minFree how much of the disk of a SQLite file stays free: with less, webhooks are answered 503, so that what was
 *     accepted can still be sent and recorded; at least 1MB
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

    /** Whether a store of so many bytes takes no more notifications. */
    public boolean isReached(long bytes) {
        return bytes >= maxSize.toBytes();
    }

    /** Whether a disk with so many bytes left takes no more notifications. */
    public boolean isFull(long free) {
        return free < minFree.toBytes();
    }

    /** Whether a store of so many bytes should give up its history early. */
    public boolean isNear(long bytes) {
        return bytes >= maxSize.toBytes() / 10 * 9;
    }
}
