package io.tocsin.check.host;

import io.tocsin.check.CheckHealthIndicator;
import io.tocsin.check.CheckResult.Up;
import io.tocsin.check.Sampler;
import io.tocsin.check.host.HostSample.MountUse;
import java.util.ArrayList;
import java.util.List;
import org.springframework.boot.health.contributor.Health;

/** The component {@code system} of {@code /health}: DOWN while a figure is at or above its threshold. */
final class SystemHealth extends CheckHealthIndicator<HostSample> {

    private final HostProperties thresholds;
    private final HostProperties.Exclusion mountsExcluded;

    SystemHealth(Sampler<HostSample> sampler, HostProperties thresholds) {
        super(sampler);
        this.thresholds = thresholds;
        this.mountsExcluded = HostProperties.exclusion(thresholds.healthMountsExclude());
    }

    @Override
    protected void describe(Health.Builder health, Up<HostSample> result) {
        List<String> exceeded = new ArrayList<>();
        Double cpuPercent = result.figures().cpuPercent();
        if (cpuPercent != null) {
            add(health, exceeded, "cpu_percent", cpuPercent, thresholds.cpuPercent());
        }
        Double memoryPercent = result.figures().memoryPercent();
        if (memoryPercent != null) {
            add(health, exceeded, "memory_percent", memoryPercent, thresholds.memoryPercent());
        }
        disks(health, exceeded, result.figures().mounts());
        if (!exceeded.isEmpty()) {
            health.down().withDetail("reason", "at or above the threshold: " + String.join(", ", exceeded));
        }
    }

    /** The fullest one; which it is, and the others, is in the metrics: a probe is open to all, and names no mount points. */
    private void disks(Health.Builder health, List<String> exceeded, List<MountUse> mounts) {
        mounts.stream()
                .filter(mount -> !mount.readOnly() && !mountsExcluded.leavesOut(mount.mountPoint()))
                .map(mount -> rounded(mount.usedPercent()))
                .max(Double::compare)
                .ifPresent(fullest -> add(health, exceeded, "disk_percent", fullest, thresholds.diskPercent()));
    }

    private static void add(
            Health.Builder health, List<String> exceeded, String name, double percent, double threshold) {
        health.withDetail(name, rounded(percent));
        health.withDetail(name + "_threshold", threshold);
        if (threshold < 100 && percent >= threshold) {
            exceeded.add(name);
        }
    }

    private static double rounded(double percent) {
        return Math.round(percent * 10) / 10.0;
    }
}
