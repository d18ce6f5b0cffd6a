package io.tocsin.check.host;

import io.tocsin.check.CheckFigure.Unit;
import io.tocsin.check.CheckSummary;

/** What of the host is shown to people: what its health is judged by, with the thresholds. */
final class HostSummary {

    private final HostProperties properties;
    private final HostThresholds thresholds;

    HostSummary(HostProperties properties, HostThresholds thresholds) {
        this.properties = properties;
        this.thresholds = thresholds;
    }

    void draw(CheckSummary portrait, HostSample sample) {
        Double cpu = sample.cpuPercent();
        if (cpu != null) {
            add(portrait, "cpu", cpu, properties.cpuPercent());
        }
        Double memory = sample.memoryPercent();
        if (memory != null) {
            add(portrait, "memory", memory, properties.memoryPercent());
        }
        thresholds.fullest(sample).ifPresent(fullest -> {
            portrait.fact("fullest_disk", fullest.mountPoint());
            add(portrait, "disk", fullest.usedPercent(), properties.diskPercent());
        });
        if (!sample.passed().isEmpty()) {
            portrait.trouble("at or above the threshold: " + String.join(", ", sample.passed()));
        }
    }

    private static void add(CheckSummary portrait, String name, double percent, double threshold) {
        portrait.figure(name, Unit.PERCENT, percent, threshold < 100 ? threshold : null);
    }
}
