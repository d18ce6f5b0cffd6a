package io.tocsin.check.host;

import io.tocsin.check.CheckFigure.Unit;
import io.tocsin.check.CheckSummary;
import io.tocsin.check.host.HostSample.MountUse;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/** What of the host is shown to people: what its health is judged by, with the thresholds. */
final class HostSummary {

    private final HostProperties thresholds;
    private final HostProperties.Exclusion mountsExcluded;

    HostSummary(HostProperties thresholds) {
        this.thresholds = thresholds;
        this.mountsExcluded = HostProperties.exclusion(thresholds.healthMountsExclude());
    }

    void draw(CheckSummary portrait, HostSample sample) {
        List<String> exceeded = new ArrayList<>();
        Double cpu = sample.cpuPercent();
        if (cpu != null) {
            add(portrait, exceeded, "cpu", cpu, thresholds.cpuPercent());
        }
        Double memory = sample.memoryPercent();
        if (memory != null) {
            add(portrait, exceeded, "memory", memory, thresholds.memoryPercent());
        }
        sample.mounts().stream()
                .filter(mount -> !mount.readOnly() && !mountsExcluded.leavesOut(mount.mountPoint()))
                .max(Comparator.comparingDouble(MountUse::usedPercent))
                .ifPresent(fullest -> {
                    portrait.fact("fullest_disk", fullest.mountPoint());
                    add(portrait, exceeded, "disk", fullest.usedPercent(), thresholds.diskPercent());
                });
        if (!exceeded.isEmpty()) {
            portrait.trouble("at or above the threshold: " + String.join(", ", exceeded));
        }
    }

    private static void add(
            CheckSummary portrait, List<String> exceeded, String name, double percent, double threshold) {
        portrait.figure(name, Unit.PERCENT, percent, threshold < 100 ? threshold : null);
        if (threshold < 100 && percent >= threshold) {
            exceeded.add(name);
        }
    }
}
