package io.tocsin.delivery.worker;

import io.tocsin.delivery.DistinctFaults;
import io.tocsin.delivery.attempt.DeliveryLog;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Runs the steps of one worker until it is stopped; a fault, such as a store that does not answer, makes it wait, never end.
 */
final class WorkerThread extends Thread {

    private static final Logger log = LoggerFactory.getLogger(WorkerThread.class);
    private static final Duration FIRST_PAUSE = Duration.ofMillis(50);
    private static final Duration LONGEST_PAUSE = Duration.ofSeconds(1);

    private final String target;
    private final @Nullable Thread before;
    private final WorkerWakeups signals;
    private final InstantSource clock;
    private final CountDownLatch stop = new CountDownLatch(1);
    private final DistinctFaults faults = new DistinctFaults();
    private Duration pauseAfterFault = FIRST_PAUSE;
    private TargetWorker worker;
    /** The worker that takes over; the running one until there is another. */
    private volatile TargetWorker next;

    /**
     * @param before a thread for the same target, whose end this one waits for; null for none
     */
    WorkerThread(
            String target, TargetWorker worker, WorkerWakeups signals, InstantSource clock, @Nullable Thread before) {
        super("deliver-" + target);
        this.target = target;
        this.worker = worker;
        this.next = worker;
        this.before = before;
        this.signals = signals;
        this.clock = clock;
    }

    @Override
    public void run() {
        try {
            if (before != null) {
                before.join();
            }
            while (stop.getCount() > 0) {
                pauseUntil(step());
            }
            worker.release();
        } catch (InterruptedException e) {
            log.warn("The worker of {} was interrupted; its lease ends by itself", target);
        } catch (RuntimeException e) {
            log.warn("The lease of {} could not be given back and ends by itself: {}", target, e.toString());
        }
    }

    /** Ends the loop after the attempt in progress. */
    void stopAfterAttempt() {
        stop.countDown();
        signals.raiseForAnybody(List.of(target));
    }

    /** Continues with another worker for the same target, which has other settings, between two attempts. */
    void replaceWorker(TargetWorker other) {
        next = other;
        signals.raiseForAnybody(List.of(target));
    }

    /** A worker whose attempt is still running, or not recorded, stays: a message must not be sent twice. */
    private void takeOver() {
        TargetWorker other = next;
        if (other != worker && worker.isBetweenAttempts()) {
            worker.release();
            worker = other;
        }
    }

    /** New work ends the pause only of an idle worker: waking one that waits for a due time would have no effect. */
    private void pauseUntil(Instant next) throws InterruptedException {
        Duration pause = Duration.between(clock.instant(), next);
        if (pause.isNegative() || pause.isZero()) {
            return;
        }
        if (worker.awaitsLease()) {
            signals.awaitLease(target, pause);
        } else if (worker.awaitsWork()) {
            signals.await(target, pause);
        } else {
            boolean unusedStopped = stop.await(pause.toNanos(), TimeUnit.NANOSECONDS);
        }
    }

    private Instant step() {
        try {
            takeOver();
            Instant due = worker.step();
            faults.clear();
            pauseAfterFault = FIRST_PAUSE;
            return due;
        } catch (RuntimeException | Error e) {
            if (faults.isNew(e)) {
                log.error("The outbox does not answer, or Tocsin fails; deliveries to {} wait", target, e);
            }
            Instant due = clock.instant().plus(pauseAfterFault);
            pauseAfterFault = Collections.min(List.of(pauseAfterFault.multipliedBy(2), LONGEST_PAUSE));
            return due;
        } finally {
            DeliveryLog.end();
        }
    }
}
