package io.tocsin.check.host;

import java.util.HashMap;
import java.util.Map;

/**
 * Keeps a processor's counters from going back, which the kernel's idle and iowait do by a little now and then; as node_exporter
 * does, a jump back of 3 s or more of idle time is taken for a processor that was away.
 */
final class Ticks {

    private static final double AWAY_SECONDS = 3;

    private final Map<String, double[]> known = new HashMap<>();

    /**
     * The seconds to expose.
     *
     * @param seconds by mode, of a length that stays the same; changed in place
     * @param idle which of them is idle
     */
    double[] monotone(String cpu, double[] seconds, int idle) {
        double[] before = known.put(cpu, seconds);
        if (before == null || before[idle] - seconds[idle] >= AWAY_SECONDS) {
            return seconds;
        }
        for (int mode = 0; mode < seconds.length; mode++) {
            seconds[mode] = Math.max(seconds[mode], before[mode]);
        }
        return seconds;
    }
}
