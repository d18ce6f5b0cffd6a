package io.tocsin.security;

import io.tocsin.security.http.ClientAddress;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.LongSupplier;

/** Counts failures by network, each within a minute from the first, for a bounded number of networks. */
final class FailureTally {

    private static final long MINUTE = Duration.ofMinutes(1).toNanos();
    private static final int MOST_NETWORKS = 10_000;

    private static final class Row {
        private long since;
        private int count;
    }

    private final int limit;
    private final LongSupplier nanos;
    private final Map<String, Row> rows = new LinkedHashMap<>(64, 0.75f, true) {
        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Row> eldest) {
            return size() > MOST_NETWORKS;
        }
    };

    /**
     * Counts with a clock.
     *
     * @param limit how many failures an address may have within a minute
     */
    FailureTally(int limit, LongSupplier nanos) {
        this.limit = limit;
        this.nanos = nanos;
    }

    /** The current number, this one included. */
    synchronized int add(ClientAddress address) {
        long now = nanos.getAsLong();
        Row row = rows.computeIfAbsent(address.network(), added -> new Row());
        if (row.count == 0 || now - row.since > MINUTE) {
            row.since = now;
            row.count = 0;
        }
        row.count++;
        return row.count;
    }

    /** The current number. */
    synchronized int count(ClientAddress address) {
        Row row = rows.get(address.network());
        return row == null || nanos.getAsLong() - row.since > MINUTE ? 0 : row.count;
    }

    /** Whether this number is above the limit. */
    boolean tooMany(int count) {
        return count > limit;
    }

    /** The first, the second, the fourth and so on: a flood of failures must not become a flood of log lines. */
    boolean tellsOf(int count) {
        return Integer.bitCount(count) == 1;
    }
}
