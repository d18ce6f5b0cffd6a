package io.tocsin.check.host;

import io.tocsin.check.CheckHealthIndicator;
import io.tocsin.check.CheckResult.Up;
import io.tocsin.check.Sampler;
import io.tocsin.check.host.HostSample.MountUse;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.health.contributor.Health;

/** The component {@code system} of {@code /health}: DOWN while a figure has been at or above its threshold for long enough. */
final class SystemHealth extends CheckHealthIndicator<HostSample> {

    private final HostProperties properties;
    private final HostThresholds thresholds;

    SystemHealth(Sampler<HostSample> sampler, HostProperties properties, HostThresholds thresholds) {
        super(sampler);
        this.properties = properties;
        this.thresholds = thresholds;
    }

    @Override
    protected void describe(Health.Builder health, Up<HostSample> result) {
        HostSample sample = result.figures();
        add(health, "cpu_percent", sample.cpuPercent(), properties.cpuPercent());
        add(health, "memory_percent", sample.memoryPercent(), properties.memoryPercent());
        add(
                health,
                "disk_percent",
                thresholds.fullest(sample).map(MountUse::usedPercent).orElse(null),
                properties.diskPercent());
        Map<String, Double> disks = new TreeMap<>();
        thresholds.covered(sample).forEach(mount -> disks.put(mount.mountPoint(), rounded(mount.usedPercent())));
        if (!disks.isEmpty()) {
            health.withDetail("disks", disks);
        }
        if (!sample.passed().isEmpty()) {
            String figures =
                    sample.passed().stream().map(figure -> figure + "_percent").collect(Collectors.joining(", "));
            health.down().withDetail("reason", "at or above the threshold: " + figures);
        }
    }

    private static void add(Health.Builder health, String name, @Nullable Double percent, double threshold) {
        if (percent != null) {
            health.withDetail(name, rounded(percent));
            health.withDetail(name + "_threshold", threshold);
        }
    }

    private static double rounded(double percent) {
        return Math.round(percent * 10) / 10.0;
    }
}
