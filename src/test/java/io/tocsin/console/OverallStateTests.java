package io.tocsin.console;

import static org.assertj.core.api.Assertions.assertThat;

import io.tocsin.channel.ChannelType;
import io.tocsin.channel.SendResult;
import io.tocsin.channel.Target;
import io.tocsin.console.OverallState.Sentence;
import io.tocsin.delivery.maintenance.StoreStatus.TargetStatus;
import io.tocsin.delivery.maintenance.TargetReport;
import io.tocsin.delivery.maintenance.TargetReport.State;
import io.tocsin.intake.WatchdogReport;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class OverallStateTests {

    private static final Instant NOW = Instant.parse("2026-11-27T03:00:00Z");
    private static final Target OPS =
            new Target("ops", ChannelType.SLACK, null, true, message -> SendResult.delivered());

    private static TargetReport target(State state, long pending, @Nullable Duration oldest) {
        TargetStatus status =
                new TargetStatus(pending, 0, oldest == null ? null : NOW.minus(oldest), Instant.EPOCH, null);
        return new TargetReport("ops", OPS, state, status);
    }

    private static OverallState of(TargetReport... targets) {
        return OverallState.of(NOW, false, List.of(), List.of(targets), List.of(), WatchdogReport.OFF);
    }

    @Test
    void all_is_well_while_what_waits_has_only_just_come() {
        assertThat(of(target(State.HEALTHY, 3, Duration.ofMinutes(4))).tone()).isEqualTo("ok");
        assertThat(of(target(State.THROTTLED, 0, null)).tone()).isEqualTo("ok");
    }

    @Test
    void nothing_is_well_while_nobody_is_told() {
        assertThat(of())
                .isEqualTo(
                        new OverallState("warn", List.of(new Sentence("warn", "noTargets", List.of(), "#delivery"))));
        TargetReport gone =
                new TargetReport("old", null, State.HEALTHY, new TargetStatus(0, 1, null, Instant.EPOCH, null));
        assertThat(of(gone).sentences()).extracting(Sentence::key).containsExactly("noTargets", "parked");
    }

    @Test
    void what_waits_for_long_or_for_a_throttled_target_is_said() {
        Sentence waiting = new Sentence("warn", "waiting", List.of("ops", 2L), "#delivery");
        assertThat(of(target(State.HEALTHY, 2, Duration.ofMinutes(6))).sentences())
                .containsExactly(waiting);
        assertThat(of(target(State.THROTTLED, 2, Duration.ofSeconds(9))).sentences())
                .containsExactly(waiting);
        assertThat(of(target(State.BLOCKED, 2, Duration.ofMinutes(6))).sentences())
                .extracting(Sentence::key)
                .containsExactly("blocked");
    }
}
