package io.tocsin.check.host;

import io.tocsin.check.CheckFigure.Unit;
import io.tocsin.check.CheckSummary;

/** The figures of the host that its health is based on, with the thresholds. */
final class HostSummary {

    private final HostProperties properties;
    private final HostThresholds thresholds;

    HostSummary(HostProperties properties, HostThresholds thresholds) {
        this.properties = properties;
        this.thresholds = thresholds;
    }

    void summarize(CheckSummary summary, HostSample sample) {
        Double cpu = sample.cpuPercent();
        if (cpu != null) {
            add(summary, "cpu", cpu, properties.cpuPercent());
        }
        Double memory = sample.memoryPercent();
        if (memory != null) {
            add(summary, "memory", memory, properties.memoryPercent());
        }
        thresholds.fullest(sample).ifPresent(fullest -> {
            summary.fact("fullest_disk", fullest.mountPoint());
            add(summary, "disk", fullest.usedPercent(), properties.diskPercent());
        });
        if (!sample.passed().isEmpty()) {
            summary.trouble("at or above the threshold: " + String.join(", ", sample.passed()));
        }
    }

    private static void add(CheckSummary summary, String name, double percent, double threshold) {
        summary.figure(name, Unit.PERCENT, percent, threshold < 100 ? threshold : null);
    }
}
