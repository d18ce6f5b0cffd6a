package io.tocsin.delivery;

import java.time.InstantSource;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.IntSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.SmartLifecycle;
import org.springframework.stereotype.Component;

/** Runs the monitor every second and the purge every minute. */
@Component
class Housekeeping implements SmartLifecycle {

    private static final Logger log = LoggerFactory.getLogger(Housekeeping.class);

    private static final int PAUSE = 4;

    private final OutboxMonitor monitor;
    private final OutboxStore store;
    private final DeliveryProperties properties;
    private final StoreLimit limit;
    private final InstantSource clock;
    private final CountDownLatch stopped = new CountDownLatch(1);
    private volatile boolean running;
    private final ScheduledExecutorService schedule = Executors.newScheduledThreadPool(2, runnable -> {
        Thread thread = new Thread(runnable, "outbox-housekeeping");
        thread.setDaemon(true);
        return thread;
    });

    Housekeeping(
            OutboxMonitor monitor,
            OutboxStore store,
            DeliveryProperties properties,
            StoreLimit limit,
            InstantSource clock) {
        this.monitor = monitor;
        this.store = store;
        this.properties = properties;
        this.limit = limit;
        this.clock = clock;
    }

    @Override
    public void start() {
        running = true;
        monitor.look();
        long interval = OutboxMonitor.INTERVAL.toMillis();
        var unusedLook = schedule.scheduleWithFixedDelay(monitor::look, interval, interval, TimeUnit.MILLISECONDS);
        var unusedPurge = schedule.scheduleWithFixedDelay(this::purge, 1, 1, TimeUnit.MINUTES);
    }

    @Override
    public void stop() {
        running = false;
        stopped.countDown();
        schedule.shutdownNow();
    }

    @Override
    public boolean isRunning() {
        return running;
    }

    /** What is older than the retention; when the store is nearly full, also what was delivered since. */
    void purge() {
        try {
            long old = inChunks(() -> store.purge(clock.instant().minus(properties.retention())));
            if (old > 0) {
                log.info("Purged {} notifications older than {}", old, properties.retention());
            }
            long early = inChunks(() -> limit.isNear(store.measure()) ? store.purgeDelivered(clock.instant()) : 0);
            if (early > 0) {
                log.warn(
                        "The store is near tocsin.delivery.store.max-size ({}): purged {} delivered notifications early",
                        limit.maxSize(),
                        early);
            }
        } catch (RuntimeException e) {
            log.warn("The purge will be tried again: {}", e.toString());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** Pauses four times as long as each chunk took, so that webhooks and workers have the store nearly to themselves. */
    private long inChunks(IntSupplier purge) throws InterruptedException {
        long purged = 0;
        while (running) {
            long start = System.nanoTime();
            int chunk = purge.getAsInt();
            if (chunk == 0) {
                return purged;
            }
            purged += chunk;
            boolean unusedStopped = stopped.await(PAUSE * (System.nanoTime() - start), TimeUnit.NANOSECONDS);
        }
        return purged;
    }
}
