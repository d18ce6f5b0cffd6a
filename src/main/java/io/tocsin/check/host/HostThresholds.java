package io.tocsin.check.host;

import io.tocsin.check.host.HostSample.MountUse;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Comparator;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Evaluates checks of the host: a figure has passed its threshold when it was at or above it in every check for a while, so
 * that a short peak does not make the host DOWN.
 */
final class HostThresholds {

    private final HostProperties thresholds;
    private final HostProperties.Exclusion mountsExcluded;
    private final InstantSource clock;
    private final Map<String, Instant> since = new HashMap<>();

    HostThresholds(HostProperties thresholds, InstantSource clock) {
        this.thresholds = thresholds;
        this.mountsExcluded = HostProperties.exclusion(thresholds.healthMountsExclude());
        this.clock = clock;
    }

    /** The figures among {@code cpu}, {@code memory} and {@code disk} that have passed; called once for each check. */
    synchronized Set<String> passed(HostSample sample) {
        Set<String> passed = new TreeSet<>();
        judge("cpu", sample.cpuPercent(), thresholds.cpuPercent(), passed);
        judge("memory", sample.memoryPercent(), thresholds.memoryPercent(), passed);
        judge("disk", fullest(sample).map(MountUse::usedPercent).orElse(null), thresholds.diskPercent(), passed);
        return passed;
    }

    private void judge(String figure, @Nullable Double percent, double threshold, Set<String> passed) {
        if (percent == null || threshold >= 100 || percent < threshold) {
            since.remove(figure);
            return;
        }
        Instant now = clock.instant();
        Instant from = since.merge(figure, now, (known, at) -> known.isAfter(at) ? at : known);
        if (Duration.between(from, now).compareTo(thresholds.sustainedFor()) >= 0) {
            passed.add(figure);
        }
    }

    /** The fullest of the file systems that the health covers. */
    Optional<MountUse> fullest(HostSample sample) {
        return covered(sample).max(Comparator.comparingDouble(MountUse::usedPercent));
    }

    /** The file systems that the health covers. */
    Stream<MountUse> covered(HostSample sample) {
        return sample.mounts().stream()
                .filter(mount -> !mount.readOnly() && !mountsExcluded.leavesOut(mount.mountPoint()));
    }
}
