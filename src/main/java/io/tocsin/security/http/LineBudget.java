package io.tocsin.security.http;

import java.time.Duration;
import java.util.function.LongSupplier;

/** How many lines a minute a kind of event may log: unauthenticated clients cause the events, and must not fill the disk. */
public final class LineBudget {

    private static final long MINUTE = Duration.ofMinutes(1).toNanos();

    private final int perMinute;
    private final LongSupplier nanos;
    private long since;
    private int asked;

    /**
     * Counts with a clock.
     *
     * @param perMinute how many lines may be written within a minute from the first
     */
    public LineBudget(int perMinute, LongSupplier nanos) {
        this.perMinute = perMinute;
        this.nanos = nanos;
    }

    /** Requests one line. */
    public synchronized Answer take() {
        long now = nanos.getAsLong();
        if (asked == 0 || now - since > MINUTE) {
            since = now;
            asked = 0;
        }
        asked = Math.min(asked + 1, perMinute + 1);
        if (asked > perMinute) {
            return Answer.NO;
        }
        return asked == perMinute ? Answer.LAST : Answer.YES;
    }

    /** Whether the line may be written; the last one should say that others will be omitted. */
    public enum Answer {
        YES,
        LAST,
        NO
    }
}
