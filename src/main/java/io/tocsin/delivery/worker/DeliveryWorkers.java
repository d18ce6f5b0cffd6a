package io.tocsin.delivery.worker;

import io.tocsin.ConfigurationReplaced;
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
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.boot.web.server.context.WebServerApplicationContext;
import org.springframework.context.SmartLifecycle;
import org.springframework.context.event.EventListener;
import org.springframework.stereotype.Component;

/**
 * Runs one worker per target and wakes it when a delivery is pending for it. A reload of the configuration starts the workers
 * of new targets, ends those of removed ones, and gives the others their target's new settings. On shutdown, attempts in
 * progress end and the rest stays for the next start.
 */
@Component
class DeliveryWorkers implements SmartLifecycle {

    private static final Logger log = LoggerFactory.getLogger(DeliveryWorkers.class);

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
    private volatile boolean running;
    private final Map<String, WorkerThread> threads = new HashMap<>();
    /** Those that end after the attempt in progress, as their target was removed. */
    private final Map<String, WorkerThread> ending = new HashMap<>();
    /** The targets that the workers send to. */
    private Collection<Target> workedOn = List.of();

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
        running = true;
        followTargets();
        Periodic started = new Periodic("deliveries-watch", properties.pollInterval(), () -> {
            followTargets();
            signals.raiseForAnybody(queue.workable(clock.instant()));
        });
        started.start();
        watch = started;
    }

    /** The watch repeats what fails here because the store does not answer: by now the configuration is in use. */
    @EventListener(ConfigurationReplaced.class)
    void configurationReplaced() {
        try {
            followTargets();
        } catch (RuntimeException e) {
            log.warn("New targets wait until the store answers: {}", e.toString());
        }
    }

    private synchronized void followTargets() {
        Collection<Target> now = targets.all();
        if (!running || now == workedOn) {
            return;
        }
        queue.register(now.stream().map(Target::name).toList());
        ending.values().removeIf(thread -> !thread.isAlive());
        Set<String> names = now.stream().map(Target::name).collect(Collectors.toSet());
        List.copyOf(threads.keySet()).stream()
                .filter(name -> !names.contains(name))
                .forEach(name -> {
                    WorkerThread removed = Objects.requireNonNull(threads.remove(name));
                    removed.stopAfterAttempt();
                    ending.put(name, removed);
                });
        for (Target target : now) {
            WorkerThread running = threads.get(target.name());
            if (running == null) {
                WorkerThread started =
                        new WorkerThread(target.name(), worker(target), signals, clock, ending.remove(target.name()));
                threads.put(target.name(), started);
                started.start();
            } else {
                running.replaceWorker(worker(target));
            }
        }
        workedOn = now;
    }

    @Override
    public void stop() {
        Periodic watched = watch;
        if (watched != null) {
            watched.stop();
        }
        stopThreads();
        attempts.shutdownNow();
    }

    private synchronized void stopThreads() {
        running = false;
        List<WorkerThread> all = Stream.concat(threads.values().stream(), ending.values().stream())
                .toList();
        all.forEach(WorkerThread::stopAfterAttempt);
        long deadline = System.nanoTime()
                + properties.attemptTimeout().plus(Duration.ofSeconds(2)).toNanos();
        all.forEach(thread -> join(thread, deadline));
        threads.clear();
        ending.clear();
    }

    private static void join(Thread thread, long deadline) {
        try {
            TimeUnit.NANOSECONDS.timedJoin(thread, Math.max(1, deadline - System.nanoTime()));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private TargetWorker worker(Target target) {
        AttemptRunner runner = new AttemptRunner(target, current, attempts, properties.attemptTimeout());
        RetryPolicy retries = new RetryPolicy(() -> ThreadLocalRandom.current().nextDouble());
        DigestSender digests = new DigestSender(target, digestQueue, retries, meters, clock);
        return new TargetWorker(target, queue, digests, runner, retries, properties, meters, clock);
    }

    @Override
    public boolean isRunning() {
        return running;
    }

    @Override
    public int getPhase() {
        return PHASE;
    }
}
