package io.tocsin.delivery.worker;

import java.time.Duration;
import java.util.Collection;
import java.util.Map;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import org.springframework.stereotype.Component;

/** Wakes a target's worker when a delivery was committed for it, so that it need not wait for its next poll. */
@Component
public class WorkerWakeups {

    private final Map<String, BlockingQueue<Boolean>> work = new ConcurrentHashMap<>();
    private final Map<String, BlockingQueue<Boolean>> leases = new ConcurrentHashMap<>();

    /** Wakes the workers of these targets, or keeps them from going idle. */
    public void raise(Collection<String> targets) {
        targets.forEach(target -> signal(work, target).offer(true));
    }

    /**
     * Wakes the workers of these targets, also those without a lease: deliveries are pending, and no other replica sends them.
     */
    void raiseForAnybody(Collection<String> targets) {
        raise(targets);
        targets.forEach(target -> signal(leases, target).offer(true));
    }

    /** Returns when the target was signalled since the last return, or the time is over. */
    void await(String target, Duration longest) throws InterruptedException {
        Boolean unusedSignal = signal(work, target).poll(longest.toNanos(), TimeUnit.NANOSECONDS);
    }

    /** Returns when a lease of the target may be available, or the time is over. */
    void awaitLease(String target, Duration longest) throws InterruptedException {
        Boolean unusedSignal = signal(leases, target).poll(longest.toNanos(), TimeUnit.NANOSECONDS);
    }

    private static BlockingQueue<Boolean> signal(Map<String, BlockingQueue<Boolean>> signals, String target) {
        return signals.computeIfAbsent(target, name -> new ArrayBlockingQueue<>(1));
    }
}
