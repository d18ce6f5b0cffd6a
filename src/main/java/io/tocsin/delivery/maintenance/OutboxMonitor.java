package io.tocsin.delivery.maintenance;

import io.tocsin.delivery.DeliveryProperties;
import io.tocsin.delivery.DistinctFaults;
import io.tocsin.delivery.StoreLimit;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;

/**
 * Checks the store in the background, so that a probe or a scrape reads the last result and never waits; commits a small write
 * when nothing else was committed for a while, so that a store that accepts no more writes is noticed when idle.
 */
@Component
public class OutboxMonitor {

    static final Duration INTERVAL = Duration.ofSeconds(1);
    private static final Duration IDLE = Duration.ofSeconds(5);
    private static final Duration STALE = Duration.ofSeconds(10);
    private static final Logger log = LoggerFactory.getLogger(OutboxMonitor.class);

    private final OutboxStore store;
    private final DeliveryProperties properties;
    private final StoreLimit limit;
    private final InstantSource clock;
    private volatile StoreStatus status = new StoreStatus(Instant.EPOCH, java.util.Map.of());
    private volatile long size;
    private volatile long free = Long.MAX_VALUE;
    private final DistinctFaults faults = new DistinctFaults();

    OutboxMonitor(OutboxStore store, DeliveryProperties properties, StoreLimit limit, InstantSource clock) {
        this.store = store;
        this.properties = properties;
        this.limit = limit;
        this.clock = clock;
    }

    /** Checks once; waits for the store as long as the store's own time limits allow. */
    void look() {
        Instant now = clock.instant();
        try {
            if (store.failing() || store.lastCommit().plus(IDLE).isBefore(now)) {
                store.probe(now);
            }
            size = store.measure();
            free = store.free();
            status = store.status(now);
            faults.clear();
        } catch (RuntimeException | Error e) {
            if (faults.isNew(e)) {
                log.warn("The outbox cannot be read: {}", e.toString());
            }
        }
    }

    /** The figures of the last check. */
    public StoreStatus status() {
        return status;
    }

    /** The size of the store at the last check, in bytes. */
    long size() {
        return size;
    }

    /** Its maximum size before alerts are refused, in bytes. */
    long largestSize() {
        return limit.maxSize().toBytes();
    }

    /** The free space of the store's disk, in bytes; NaN when unknown. */
    double free() {
        return free == Long.MAX_VALUE ? Double.NaN : free;
    }

    /** The free space that must remain, in bytes. */
    long leastFree() {
        return limit.minFree().toBytes();
    }

    /** Which store it is: {@code sqlite} or {@code mysql}. */
    public String kind() {
        return store.kind();
    }

    /** The free room of the store at the last check; empty before the first. */
    public Optional<StoreRoom> room() {
        return status.sampledAt().equals(Instant.EPOCH) ? Optional.empty() : Optional.of(seenRoom());
    }

    private StoreRoom seenRoom() {
        return new StoreRoom(limit, size, free, status.pending(), properties.maxPending());
    }

    /** Why no alert can be accepted now, in a few words; empty when alerts can be accepted. */
    public String trouble() {
        if (store.failing()) {
            return "the store does not commit";
        }
        if (status.sampledAt().plus(STALE).isBefore(clock.instant())) {
            return "the store does not answer";
        }
        return seenRoom().refusal();
    }
}
