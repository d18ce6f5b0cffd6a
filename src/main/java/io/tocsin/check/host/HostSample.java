package io.tocsin.check.host;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The result of one check of the host.
 *
 * @param cpuPercent CPU usage over the last minute; null when unknown
 * @param memoryPercent memory usage; null when unknown
 * @param mounts the file systems
 * @param figures all exposed figures
 * @param passed which of {@code cpu}, {@code memory} and {@code disk} have been at or above their thresholds for long enough
 */
record HostSample(
        @Nullable Double cpuPercent,
        @Nullable Double memoryPercent,
        List<MountUse> mounts,
        List<Figure> figures,
        Set<String> passed) {

    /** The same, evaluated. */
    HostSample judgedBy(HostThresholds thresholds) {
        return new HostSample(cpuPercent, memoryPercent, mounts, figures, thresholds.passed(this));
    }

    /** Seconds of all processors since the host started. */
    record CpuTime(double busy, double all) {

        /** The usage between two moments, in percent. */
        double percentSince(CpuTime before) {
            double passed = all - before.all;
            return passed <= 0 ? 0 : Math.min(100, Math.max(0, 100 * (busy - before.busy) / passed));
        }
    }

    /**
     * One file system.
     *
     * @param usedPercent how much of the space of an ordinary user is used, as in df
     */
    record MountUse(String mountPoint, boolean readOnly, double usedPercent) {}

    /** Collects the results of the parts. */
    static final class Builder {

        private final List<Figure> figures = new ArrayList<>();
        private final List<MountUse> mounts = new ArrayList<>();
        private @Nullable CpuTime cpu;
        private @Nullable Double memoryPercent;

        void add(Figure figure) {
            figures.add(figure);
        }

        void add(MountUse mount) {
            mounts.add(mount);
        }

        void cpu(CpuTime time) {
            cpu = time;
        }

        void memoryPercent(double percent) {
            memoryPercent = percent;
        }

        HostSample build(CpuUsage use) {
            return new HostSample(
                    cpu == null ? null : use.percent(cpu),
                    memoryPercent,
                    List.copyOf(mounts),
                    List.copyOf(figures),
                    Set.of());
        }
    }
}
