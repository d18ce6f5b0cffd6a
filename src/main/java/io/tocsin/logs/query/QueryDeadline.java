package io.tocsin.logs.query;

import java.time.Duration;

/** The deadline of one query, over all its exchanges. */
final class QueryDeadline {

    private final long end;

    private QueryDeadline(long end) {
        this.end = end;
    }

    static QueryDeadline in(Duration time) {
        return new QueryDeadline(System.nanoTime() + time.toNanos());
    }

    /** The remaining time, zero or less when it is over. */
    Duration left() {
        return Duration.ofNanos(end - System.nanoTime());
    }

    /** How long Elasticsearch may take, so that its partial answer still arrives in time. */
    String forTheCluster() {
        return Math.max(1, left().toMillis() * 4 / 5) + "ms";
    }
}
