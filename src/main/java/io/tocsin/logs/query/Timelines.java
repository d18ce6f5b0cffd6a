package io.tocsin.logs.query;

import io.tocsin.logs.TimeRange;
import java.time.Duration;
import java.util.List;

/** Chooses bucket lengths of a timeline that are easy to read. */
final class Timelines {

    private static final int MOST_BUCKETS = 120;

    private static final List<Duration> INTERVALS = List.of(
            Duration.ofSeconds(1),
            Duration.ofSeconds(10),
            Duration.ofSeconds(30),
            Duration.ofMinutes(1),
            Duration.ofMinutes(5),
            Duration.ofMinutes(10),
            Duration.ofMinutes(30),
            Duration.ofHours(1),
            Duration.ofHours(3),
            Duration.ofHours(12),
            Duration.ofDays(1));

    private Timelines() {}

    /** The shortest with which a range has at most 120 buckets, wherever the first one starts. */
    static Duration interval(TimeRange range) {
        return INTERVALS.stream()
                .filter(interval -> buckets(range, interval) <= MOST_BUCKETS)
                .findFirst()
                .orElse(INTERVALS.get(INTERVALS.size() - 1));
    }

    private static long buckets(TimeRange range, Duration interval) {
        long first = range.from().toEpochMilli() / interval.toMillis();
        long last = (range.to().toEpochMilli() - 1) / interval.toMillis();
        return last - first + 1;
    }
}
