package io.tocsin.check.host;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tocsin.check.CheckProperties;
import io.tocsin.check.CheckResult.Up;
import io.tocsin.check.Sampler;
import io.tocsin.check.host.HostSample.MountUse;
import io.tocsin.delivery.MutableClock;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Set;
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
            List.of(),
            Set.of());

    private final MutableClock clock = new MutableClock(HostFixture.CLOCK.instant());

    private static HostThresholds thresholds(InstantSource clock, Map<String, ?> settings) {
        return new HostThresholds(HostFixture.properties(settings), clock);
    }

    private Health health(HostSample sample, Map<String, ?> settings) {
        return health(sample, thresholds(clock, settings), HostFixture.properties(settings));
    }

    private Health health(HostSample sample, HostThresholds thresholds, HostProperties properties) {
        CheckProperties schedule = new CheckProperties(Duration.ofSeconds(5), Duration.ofSeconds(2));
        Sampler<HostSample> sampler =
                new Sampler<>(new HostCheck(List.of(), new CpuUsage(clock), thresholds), schedule, clock);
        Health.Builder health = Health.up();
        new SystemHealth(sampler, properties, thresholds)
                .describe(health, new Up<>(clock.instant(), Duration.ZERO, sample.judgedBy(thresholds)));
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
                .containsEntry("disk_percent", 80.0)
                .containsEntry("disks", Map.of("/", 70.0, "/data", 80.0));
    }

    @Test
    void what_stays_at_its_threshold_is_down_and_one_peak_is_not() {
        Map<String, String> settings = Map.of(
                "tocsin.check.host.cpu-percent", "50",
                "tocsin.check.host.memory-percent", "59.9",
                "tocsin.check.host.disk-percent", "100");
        HostThresholds thresholds = thresholds(clock, settings);
        HostProperties properties = HostFixture.properties(settings);
        for (int seconds = 0; seconds < 60; seconds += 5) {
            assertThat(health(SAMPLE, thresholds, properties).getStatus())
                    .as("after %s s", seconds)
                    .isEqualTo(Status.UP);
            clock.advance(Duration.ofSeconds(5));
        }
        Health busy = health(SAMPLE, thresholds, properties);
        assertThat(busy.getStatus()).isEqualTo(Status.DOWN);
        assertThat(busy.getDetails()).containsEntry("reason", "at or above the threshold: cpu_percent, memory_percent");

        HostSample calm = new HostSample(49.9, 60.0, List.of(), List.of(), Set.of());
        assertThat(health(calm, thresholds, properties).getDetails())
                .containsEntry("reason", "at or above the threshold: memory_percent");
        clock.advance(Duration.ofSeconds(5));
        assertThat(health(SAMPLE, thresholds, properties).getDetails())
                .as("its time starts over")
                .containsEntry("reason", "at or above the threshold: memory_percent");
    }

    @Test
    void how_long_it_must_stay_there_can_be_set() {
        Health full = health(SAMPLE, Map.of("tocsin.check.host.sustained-for", "0s"));
        assertThat(full.getStatus()).isEqualTo(Status.DOWN);
        assertThat(full.getDetails()).containsEntry("reason", "at or above the threshold: disk_percent");
        assertThatThrownBy(() -> HostFixture.properties(Map.of("tocsin.check.host.sustained-for", "-1s")))
                .rootCause()
                .hasMessageContaining("tocsin.check.host.sustained-for must be 0s or above");
    }

    @Test
    void a_clock_that_is_set_back_keeps_nothing_up_for_good() {
        HostThresholds thresholds = thresholds(clock, Map.of());
        HostProperties properties = HostFixture.properties(Map.of());
        health(SAMPLE, thresholds, properties);
        clock.advance(Duration.ofHours(-1));
        health(SAMPLE, thresholds, properties);
        clock.advance(Duration.ofMinutes(1));
        assertThat(health(SAMPLE, thresholds, properties).getStatus()).isEqualTo(Status.DOWN);
    }

    @Test
    void what_is_not_known_is_left_out() {
        Health health = health(new HostSample(null, null, List.of(), List.of(), Set.of()), Map.of());
        assertThat(health.getStatus()).isEqualTo(Status.UP);
        assertThat(health.getDetails()).isEmpty();
    }
}
