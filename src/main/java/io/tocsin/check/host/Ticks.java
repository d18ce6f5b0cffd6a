package io.tocsin.check.host;

import java.util.HashMap;
import java.util.Map;

/**
 * Keeps a processor's counters monotonic, which the kernel's idle and iowait are not always; as in node_exporter, a decrease of
 * 3 s or more of idle time counts as a processor that was offline.
 */
final class Ticks {

    private static final double AWAY_SECONDS = 3;

    private final Map<String, double[]> known = new HashMap<>();

    /**
     * The seconds to expose.
     *
     * @param seconds by mode, of a constant length; changed in place
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
