package io.tocsin.check.host;

import static org.assertj.core.api.Assertions.assertThat;

import io.tocsin.check.CheckProperties;
import io.tocsin.check.CheckResult.Up;
import io.tocsin.check.Sampler;
import io.tocsin.check.host.HostSample.MountUse;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.springframework.boot.health.contributor.Health;
import org.springframework.boot.health.contributor.Status;

class HostHealthTests {

    private static final HostSample SAMPLE = new HostSample(
            50.04,
            60.0,
            List.of(
                    new MountUse("/", false, 70),
                    new MountUse("/data", false, 80),
                    new MountUse("/snap", true, 100),
                    new MountUse("/boot", false, 99)),
            List.of());

    private static Health health(HostSample sample, Map<String, ?> settings) {
        HostProperties properties = HostFixture.properties(settings);
        CheckProperties schedule = new CheckProperties(Duration.ofSeconds(5), Duration.ofSeconds(2));
        Sampler<HostSample> sampler =
                new Sampler<>(new HostCheck(List.of(), new CpuUsage(HostFixture.CLOCK)), schedule, HostFixture.CLOCK);
        Health.Builder health = Health.up();
        new SystemHealth(sampler, properties)
                .describe(health, new Up<>(HostFixture.CLOCK.instant(), Duration.ZERO, sample));
        return health.build();
    }

    @Test
    void the_figures_stand_beside_their_thresholds() {
        Health health = health(SAMPLE, Map.of("tocsin.check.host.health-mounts-exclude", "^/boot$"));
        assertThat(health.getStatus()).isEqualTo(Status.UP);
        assertThat(health.getDetails())
                .containsEntry("cpu_percent", 50.0)
                .containsEntry("cpu_percent_threshold", 95.0)
                .containsEntry("memory_percent", 60.0)
                .containsEntry("disk_percent", 80.0);
        assertThat(health.getDetails().toString()).as("a probe is open to all").doesNotContain("/data");
    }

    @Test
    void what_reaches_its_threshold_is_down() {
        Health full = health(SAMPLE, Map.of());
        assertThat(full.getStatus()).isEqualTo(Status.DOWN);
        assertThat(full.getDetails()).containsEntry("reason", "at or above the threshold: disk_percent");
        Health busy = health(
                SAMPLE,
                Map.of(
                        "tocsin.check.host.cpu-percent", "50",
                        "tocsin.check.host.memory-percent", "59.9",
                        "tocsin.check.host.disk-percent", "100"));
        assertThat(busy.getDetails()).containsEntry("reason", "at or above the threshold: cpu_percent, memory_percent");
    }

    @Test
    void what_is_not_known_is_left_out() {
        Health health = health(new HostSample(null, null, List.of(), List.of()), Map.of());
        assertThat(health.getStatus()).isEqualTo(Status.UP);
        assertThat(health.getDetails()).isEmpty();
    }
}
