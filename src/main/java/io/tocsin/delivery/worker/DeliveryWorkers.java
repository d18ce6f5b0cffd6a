package io.tocsin.delivery.worker;

import io.tocsin.channel.Target;
import io.tocsin.channel.Targets;
import io.tocsin.delivery.CurrentAlerts;
import io.tocsin.delivery.DeliveryProperties;
import io.tocsin.delivery.Periodic;
import io.tocsin.delivery.attempt.AttemptRunner;
import io.tocsin.delivery.attempt.DeliveryMeters;
import io.tocsin.delivery.attempt.RetryPolicy;
import io.tocsin.delivery.digest.DigestSender;
import io.tocsin.delivery.queue.DeliveryQueue;
import io.tocsin.delivery.queue.DigestQueue;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.web.server.context.WebServerApplicationContext;
import org.springframework.context.SmartLifecycle;
import org.springframework.stereotype.Component;

/**
 * Runs one worker per target and wakes it when a delivery is pending for it; on shutdown, attempts in progress end and the rest
 * stays for the next start.
 */
@Component
class DeliveryWorkers implements SmartLifecycle {

    /** After the web server stopped accepting webhooks. */
    private static final int PHASE = WebServerApplicationContext.GRACEFUL_SHUTDOWN_PHASE - 2048;

    private final Targets targets;
    private final DeliveryQueue queue;
    private final DigestQueue digestQueue;
    private final DeliveryProperties properties;
    private final DeliveryMeters meters;
    private final WorkerWakeups signals;
    private final CurrentAlerts current;
    private final InstantSource clock;
    private @Nullable Periodic watch;
    private final List<WorkerThread> threads = new ArrayList<>();
    private final ExecutorService attempts = Executors.newCachedThreadPool(runnable -> {
        Thread thread = new Thread(runnable, "attempt");
        thread.setDaemon(true);
        return thread;
    });

    DeliveryWorkers(
            Targets targets,
            DeliveryQueue queue,
            DigestQueue digestQueue,
            DeliveryProperties properties,
            DeliveryMeters meters,
            WorkerWakeups signals,
            CurrentAlerts current,
            InstantSource clock) {
        this.targets = targets;
        this.queue = queue;
        this.digestQueue = digestQueue;
        this.properties = properties;
        this.meters = meters;
        this.signals = signals;
        this.current = current;
        this.clock = clock;
    }

    @Override
    public void start() {
        queue.register(targets.names());
        targets.all().forEach(target -> threads.add(thread(target)));
        threads.forEach(Thread::start);
        Periodic started = new Periodic(
                "deliveries-watch",
                properties.pollInterval(),
                () -> signals.raiseForAnybody(queue.workable(clock.instant())));
        started.start();
        watch = started;
    }

    @Override
    public void stop() {
        Periodic watched = watch;
        if (watched != null) {
            watched.stop();
        }
        threads.forEach(WorkerThread::stopAfterAttempt);
        long deadline = System.nanoTime()
                + properties.attemptTimeout().plus(Duration.ofSeconds(2)).toNanos();
        threads.forEach(thread -> join(thread, deadline));
        threads.clear();
        attempts.shutdownNow();
    }

    private static void join(Thread thread, long deadline) {
        try {
            TimeUnit.NANOSECONDS.timedJoin(thread, Math.max(1, deadline - System.nanoTime()));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private WorkerThread thread(Target target) {
        AttemptRunner runner = new AttemptRunner(target, current, attempts, properties.attemptTimeout());
        RetryPolicy retries = new RetryPolicy(() -> ThreadLocalRandom.current().nextDouble());
        DigestSender digests = new DigestSender(target, digestQueue, retries, meters, clock);
        TargetWorker worker = new TargetWorker(target, queue, digests, runner, retries, properties, meters, clock);
        return new WorkerThread(target.name(), worker, signals, clock);
    }

    @Override
    public boolean isRunning() {
        return !threads.isEmpty();
    }

    @Override
    public int getPhase() {
        return PHASE;
    }
}
