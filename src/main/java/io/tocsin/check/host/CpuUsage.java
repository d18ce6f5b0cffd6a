package io.tocsin.check.host;

import io.tocsin.check.host.HostSample.CpuTime;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.Deque;

/** CPU usage over the last minute: a shorter time would alert on every burst. */
final class CpuUsage {

    private static final Duration WINDOW = Duration.ofMinutes(1);

    private final InstantSource clock;
    private final Deque<Reading> readings = new ArrayDeque<>();

    CpuUsage(InstantSource clock) {
        this.clock = clock;
    }

    private record Reading(Instant at, CpuTime time) {}

    /** The usage up to now, in percent; at the first call since the host started. */
    synchronized double percent(CpuTime time) {
        Instant now = clock.instant();
        while (readings.size() > 1 && readings.getFirst().at.isBefore(now.minus(WINDOW))) {
            readings.removeFirst();
        }
        CpuTime before = readings.isEmpty() ? new CpuTime(0, 0) : readings.getFirst().time;
        readings.addLast(new Reading(now, time));
        return time.percentSince(before);
    }
}
