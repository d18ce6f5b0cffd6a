package io.tocsin.check.host;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What one look at the host found.
 *
 * @param cpuPercent how busy the processors were over the last minute; null when that is not known
 * @param memoryPercent how much of the memory is in use; null when that is not known
 * @param mounts the file systems
 * @param figures everything that is exposed
 * @param passed which of {@code cpu}, {@code memory} and {@code disk} have been at or above their thresholds for long enough
 */
record HostSample(
        @Nullable Double cpuPercent,
        @Nullable Double memoryPercent,
        List<MountUse> mounts,
        List<Figure> figures,
        Set<String> passed) {

    /** The same, judged. */
    HostSample judgedBy(HostThresholds thresholds) {
        return new HostSample(cpuPercent, memoryPercent, mounts, figures, thresholds.passed(this));
    }

    /** Seconds of all processors since the host started. */
    record CpuTime(double busy, double all) {

        /** The use between two moments, in percent. */
        double percentSince(CpuTime before) {
            double passed = all - before.all;
            return passed <= 0 ? 0 : Math.min(100, Math.max(0, 100 * (busy - before.busy) / passed));
        }
    }

    /**
     * One file system.
     *
     * @param usedPercent how much of what an ordinary user may fill is full, as df shows it
     */
    record MountUse(String mountPoint, boolean readOnly, double usedPercent) {}

    /** Collects what the parts of a look find. */
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
