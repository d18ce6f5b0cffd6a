package io.tocsin.standin;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Optional;

/**
 * A provider's limit: so many requests in any window; whoever exceeds it gets nothing through for the penalty, during
 * which requests neither count nor prolong it. Without a penalty the wait is until the window has room again.
 */
final class RateRule {

    private final int permits;
    private final Duration window;
    private final Duration penalty;
    private final InstantSource clock;
    private final Deque<Instant> taken = new ArrayDeque<>();
    private Instant freeAt = Instant.EPOCH;
    private int refusals;

    RateRule(int permits, Duration window, Duration penalty, InstantSource clock) {
        this.permits = permits;
        this.window = window;
        this.penalty = penalty;
        this.clock = clock;
    }

    /** How much longer the sender is to wait; empty when the request is let through. */
    synchronized Optional<Duration> refuse() {
        Instant now = clock.instant();
        while (!taken.isEmpty() && !taken.peek().plus(window).isAfter(now)) {
            taken.poll();
        }
        if (!freeAt.isAfter(now) && taken.size() >= permits) {
            freeAt = penalty.isZero() ? taken.element().plus(window) : now.plus(penalty);
        }
        if (freeAt.isAfter(now)) {
            refusals++;
            return Optional.of(Duration.between(now, freeAt));
        }
        taken.add(now);
        return Optional.empty();
    }

    synchronized int refusals() {
        return refusals;
    }
}
