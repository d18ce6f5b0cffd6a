package io.tocsin.delivery;

import java.time.Duration;
import java.util.Collection;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.springframework.stereotype.Component;

/** Wakes a target's worker when something was committed for it, so that it need not wait for its next poll. */
@Component
public class WorkSignals {

    private final Map<String, Semaphore> waiting = new ConcurrentHashMap<>();

    /** Wakes the workers of these targets. */
    public void raise(Collection<String> targets) {
        targets.forEach(target -> signal(target).release());
    }

    /** Returns when the target was signalled since the last return, or the time is over. */
    void await(String target, Duration longest) throws InterruptedException {
        Semaphore signal = signal(target);
        if (signal.tryAcquire(Math.max(0, longest.toNanos()), TimeUnit.NANOSECONDS)) {
            signal.drainPermits();
        }
    }

    private Semaphore signal(String target) {
        return waiting.computeIfAbsent(target, name -> new Semaphore(0));
    }
}
