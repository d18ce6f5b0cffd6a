package io.tocsin.standin;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * How many messages one telephone gets within a minute, an hour and a day; only those that were taken count. The levels
 * and their words are Alibaba Cloud SMS's ("frequency limits"); that its windows slide, and that the longest one that is
 * full is named, is this stand-in's own reading.
 */
final class NumberLimits {

    private record Level(String name, int permits, Duration window) {}

    private final List<Level> longestFirst;
    private final InstantSource clock;
    private final Map<String, Deque<Instant>> taken = new HashMap<>();

    NumberLimits(int perMinute, int perHour, int perDay, InstantSource clock) {
        this.longestFirst = List.of(
                new Level("天级", perDay, Duration.ofDays(1)),
                new Level("小时级", perHour, Duration.ofHours(1)),
                new Level("分钟级", perMinute, Duration.ofMinutes(1)));
        this.clock = clock;
    }

    /** The provider's words when the receiver has had enough; empty when one more is let through, which then counts. */
    Optional<String> refuse(String receiver) {
        Instant now = clock.instant();
        Deque<Instant> before = taken.computeIfAbsent(receiver, first -> new ArrayDeque<>());
        before.removeIf(at -> !at.plus(Duration.ofDays(1)).isAfter(now));
        Optional<String> words = longestFirst.stream()
                .filter(level -> before.stream()
                                .filter(at -> at.plus(level.window()).isAfter(now))
                                .count()
                        >= level.permits())
                .map(level -> "触发" + level.name() + "流控Permits:" + level.permits())
                .findFirst();
        if (words.isEmpty()) {
            before.add(now);
        }
        return words;
    }
}
