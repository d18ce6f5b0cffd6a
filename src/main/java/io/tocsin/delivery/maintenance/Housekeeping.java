package io.tocsin.delivery.maintenance;

import io.tocsin.delivery.DeliveryProperties;
import io.tocsin.delivery.StoreLimit;
import java.time.Duration;
import java.time.InstantSource;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.IntUnaryOperator;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.SmartLifecycle;
import org.springframework.stereotype.Component;

/** Runs the monitor every second, and every minute the purge and the parking for removed targets. */
@Component
class Housekeeping implements SmartLifecycle {

    private static final Logger log = LoggerFactory.getLogger(Housekeeping.class);

    private final OutboxMonitor monitor;
    private final OutboxStore store;
    private final DeliveryProperties properties;
    private final StoreLimit limit;
    private final RemovedTargets removed;
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
            RemovedTargets removed,
            InstantSource clock) {
        this.monitor = monitor;
        this.store = store;
        this.properties = properties;
        this.limit = limit;
        this.removed = removed;
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

    /** Purges what is older than the retention; when the store is nearly full, also newer delivered notifications. */
    void purge() {
        try {
            long parked = inSteps(removed::parkExpired);
            if (parked > 0) {
                log.warn(
                        "Parked {} deliveries to targets that are no longer configured, after {}",
                        parked,
                        properties.maxAge());
            }
            long old = inSteps(most -> store.purge(clock.instant().minus(properties.retention()), most));
            if (old > 0) {
                log.info("Purged {} notifications older than {}", old, properties.retention());
            }
            long early =
                    inSteps(most -> limit.isNear(store.measure()) ? store.purgeDelivered(clock.instant(), most) : 0);
            if (early > 0) {
                log.warn(
                        "The store is near tocsin.delivery.store.max-size ({}): purged {} delivered notifications early",
                        limit.maxSize(),
                        early);
            }
        } catch (RuntimeException | Error e) {
            log.warn("The purge will be tried again: {}", e.toString());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private long inSteps(IntUnaryOperator purge) throws InterruptedException {
        PurgeBatchSize pace = PurgeBatchSize.START;
        long purged = 0;
        while (running) {
            long start = System.nanoTime();
            int step = purge.applyAsInt(pace.most());
            if (step == 0) {
                return purged;
            }
            purged += step;
            Duration took = Duration.ofNanos(System.nanoTime() - start);
            boolean unusedStopped =
                    stopped.await(PurgeBatchSize.pauseAfter(took).toNanos(), TimeUnit.NANOSECONDS);
            pace = pace.after(took);
        }
        return purged;
    }
}
