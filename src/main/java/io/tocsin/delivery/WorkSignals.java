package io.tocsin.delivery;

import java.time.Duration;
import java.util.Collection;
import java.util.Map;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import org.springframework.stereotype.Component;

/** Wakes a target's worker when something was committed for it, so that it need not wait for its next poll. */
@Component
public class WorkSignals {

    private final Map<String, BlockingQueue<Boolean>> waiting = new ConcurrentHashMap<>();

    /** Wakes the workers of these targets, or keeps them from falling asleep. */
    public void raise(Collection<String> targets) {
        targets.forEach(target -> signal(target).offer(true));
    }

    /** Returns when the target was signalled since the last return, or the time is over. */
    void await(String target, Duration longest) throws InterruptedException {
        Boolean unusedSignal = signal(target).poll(longest.toNanos(), TimeUnit.NANOSECONDS);
    }

    private BlockingQueue<Boolean> signal(String target) {
        return waiting.computeIfAbsent(target, name -> new ArrayBlockingQueue<>(1));
    }
}
