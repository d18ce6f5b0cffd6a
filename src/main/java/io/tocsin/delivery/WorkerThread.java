package io.tocsin.delivery;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Keeps one worker stepping until it is told to stop; a store that does not answer makes it wait, never end. */
final class WorkerThread extends Thread {

    private static final Logger log = LoggerFactory.getLogger(WorkerThread.class);
    private static final Duration PAUSE_AFTER_FAULT = Duration.ofSeconds(1);

    private final String target;
    private final TargetWorker worker;
    private final WorkSignals signals;
    private final InstantSource clock;
    private volatile boolean stopping;
    private boolean faulty;

    WorkerThread(String target, TargetWorker worker, WorkSignals signals, InstantSource clock) {
        super("deliver-" + target);
        this.target = target;
        this.worker = worker;
        this.signals = signals;
        this.clock = clock;
    }

    @Override
    public void run() {
        try {
            while (!stopping) {
                Instant next = step();
                Instant now = clock.instant();
                if (next.isAfter(now)) {
                    signals.await(target, Duration.between(now, next));
                }
            }
            worker.release();
        } catch (InterruptedException e) {
            log.warn("The worker of {} was interrupted; its lease ends by itself", target);
        } catch (RuntimeException e) {
            log.warn("The lease of {} could not be given back and ends by itself: {}", target, e.toString());
        }
    }

    /** Ends the loop after the attempt that is under way. */
    void stopAfterAttempt() {
        stopping = true;
        signals.raise(java.util.List.of(target));
    }

    private Instant step() {
        try {
            Instant next = worker.step();
            faulty = false;
            return next;
        } catch (RuntimeException e) {
            if (!faulty) {
                log.error("The outbox does not answer; deliveries to {} wait", target, e);
            }
            faulty = true;
            return clock.instant().plus(PAUSE_AFTER_FAULT);
        }
    }
}
