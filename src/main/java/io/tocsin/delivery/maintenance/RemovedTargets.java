package io.tocsin.delivery.maintenance;

import io.tocsin.channel.Targets;
import io.tocsin.delivery.DeliveryProperties;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map.Entry;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;

/** Targets that have deliveries in the store but are no longer configured: renamed or removed ones, without a worker. */
@Component
class RemovedTargets {

    private static final Logger log = LoggerFactory.getLogger(RemovedTargets.class);

    private final OutboxStore store;
    private final Targets targets;
    private final DeliveryProperties properties;
    private final InstantSource clock;

    RemovedTargets(OutboxStore store, Targets targets, DeliveryProperties properties, InstantSource clock) {
        this.store = store;
        this.targets = targets;
        this.properties = properties;
        this.clock = clock;
    }

    /** Their names in order; each with pending deliveries is logged as an error. */
    List<String> find() {
        return store.status(clock.instant()).targets().entrySet().stream()
                .filter(entry -> !targets.names().contains(entry.getKey()))
                .filter(entry -> entry.getValue().pending() + entry.getValue().parked() > 0)
                .peek(entry -> report(entry.getKey(), entry.getValue().pending()))
                .map(Entry::getKey)
                .sorted()
                .toList();
    }

    private void report(String target, long pending) {
        if (pending > 0) {
            log.error(
                    "{} deliveries wait for the target {}, which is no longer configured; configure a target of this"
                            + " name to have them sent, or they are parked after tocsin.delivery.max-age ({})",
                    pending,
                    target,
                    properties.maxAge());
        }
    }

    /** Parks some of their expired deliveries, so that they are purged in time and block nothing; returns how many. */
    int parkExpired(int most) {
        Instant now = clock.instant();
        Instant before = now.minus(properties.maxAge());
        return store.status(now).targets().entrySet().stream()
                .filter(entry -> !targets.names().contains(entry.getKey()))
                .filter(entry -> entry.getValue().pending() > 0)
                .mapToInt(entry -> store.parkExpired(entry.getKey(), before, now, most))
                .sum();
    }
}
