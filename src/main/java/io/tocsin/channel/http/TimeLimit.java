package io.tocsin.channel.http;

import java.time.Duration;

/** The remaining time of one send that needs several requests. */
public final class TimeLimit {

    private static final Duration SHORTEST_TRY = Duration.ofSeconds(1);

    private final long start = System.nanoTime();
    private final Duration limit;

    private TimeLimit(Duration limit) {
        this.limit = limit;
    }

    /** Starts now. */
    public static TimeLimit of(Duration limit) {
        return new TimeLimit(limit);
    }

    /** The time for the next request: the remaining time, but at least one second, so that it has a chance. */
    public Duration left() {
        Duration left = limit.minusNanos(System.nanoTime() - start);
        return left.compareTo(SHORTEST_TRY) < 0 ? SHORTEST_TRY : left;
    }

    /** Whether no further step should be started. */
    public boolean isOver() {
        return System.nanoTime() - start >= limit.toNanos();
    }
}
