package io.tocsin.delivery;

import java.time.InstantSource;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.SmartLifecycle;
import org.springframework.stereotype.Component;

/** Runs the monitor every second and the purge every few minutes. */
@Component
class Housekeeping implements SmartLifecycle {

    private static final Logger log = LoggerFactory.getLogger(Housekeeping.class);

    private final OutboxMonitor monitor;
    private final OutboxStore store;
    private final DeliveryProperties properties;
    private final InstantSource clock;
    private volatile boolean running;
    private final ScheduledExecutorService schedule = Executors.newScheduledThreadPool(2, runnable -> {
        Thread thread = new Thread(runnable, "outbox-housekeeping");
        thread.setDaemon(true);
        return thread;
    });

    Housekeeping(OutboxMonitor monitor, OutboxStore store, DeliveryProperties properties, InstantSource clock) {
        this.monitor = monitor;
        this.store = store;
        this.properties = properties;
        this.clock = clock;
    }

    @Override
    public void start() {
        running = true;
        monitor.look();
        long interval = OutboxMonitor.INTERVAL.toMillis();
        var unusedLook = schedule.scheduleWithFixedDelay(monitor::look, interval, interval, TimeUnit.MILLISECONDS);
        var unusedPurge = schedule.scheduleWithFixedDelay(this::purge, 1, 5, TimeUnit.MINUTES);
    }

    @Override
    public void stop() {
        running = false;
        schedule.shutdownNow();
    }

    @Override
    public boolean isRunning() {
        return running;
    }

    /** Chunk by chunk, so that webhooks and workers get their turn in between. */
    void purge() {
        try {
            long purged = 0;
            int chunk;
            do {
                chunk = store.purge(clock.instant().minus(properties.retention()));
                purged += chunk;
            } while (chunk > 0 && running);
            if (purged > 0) {
                log.info("Purged {} notifications older than {}", purged, properties.retention());
            }
        } catch (RuntimeException e) {
            log.warn("The purge will be tried again: {}", e.toString());
        }
    }
}
