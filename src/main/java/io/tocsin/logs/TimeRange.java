package io.tocsin.logs;

import java.time.Duration;
import java.time.Instant;

/**
 * A time range.
 *
 * @param from its start, inclusive
 * @param to its end, exclusive, after the start
 */
public record TimeRange(Instant from, Instant to) {

    private static final Instant LAST = Instant.parse("2262-01-01T00:00:00Z");

    /** Whether Elasticsearch can compare a time to the nanosecond: from 1970 up to 2261. */
    public static boolean reaches(Instant time) {
        return !time.isBefore(Instant.EPOCH) && time.isBefore(LAST);
    }

    public Duration length() {
        return Duration.between(from, to);
    }

    /** The range of equal length that ends where this one starts. */
    public TimeRange previous() {
        return new TimeRange(from.minus(length()), from);
    }

    /** From the start of the first to the end of the second. */
    public static TimeRange spanning(TimeRange first, TimeRange second) {
        return new TimeRange(first.from(), second.to());
    }
}
