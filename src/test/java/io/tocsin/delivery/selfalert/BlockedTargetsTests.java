package io.tocsin.delivery.selfalert;

import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.tocsin.alert.Alert;
import io.tocsin.channel.ChannelType;
import io.tocsin.channel.Fallback;
import io.tocsin.channel.SendResult;
import io.tocsin.channel.Target;
import io.tocsin.channel.Targets;
import io.tocsin.channel.config.Fallbacks;
import io.tocsin.delivery.MutableClock;
import io.tocsin.delivery.maintenance.StoreStatus;
import io.tocsin.delivery.maintenance.StoreStatus.TargetStatus;
import io.tocsin.delivery.selfalert.BlockedTargets.Recipients;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class BlockedTargetsTests {

    private static final Instant NOW = Instant.parse("2026-11-22T10:00:00Z");
    private static final Duration AFTER = Duration.ofMinutes(5);

    private final MutableClock clock = new MutableClock(NOW);
    private final InMemorySelfAlerts store = new InMemorySelfAlerts();
    private final SimpleMeterRegistry registry = new SimpleMeterRegistry();
    private final Map<String, TargetStatus> lines = new TreeMap<>();
    /** What the store says by now, where that differs from the last sample. */
    private final Map<String, TargetStatus> changed = new TreeMap<>();

    private final Targets targets = new Targets(List.of(() -> Stream.of("oncall", "ops-mail", "ops-slack", "quiet")
            .map(name -> new Target(
                    name, ChannelType.DINGTALK, null, !name.equals("quiet"), message -> SendResult.delivered()))
            .toList()));

    private BlockedTargets blocked(Map<String, Fallback> fallbacks, String... defaultTargets) {
        lines.put("ops-mail", line(null));
        Recipients recipients =
                new Recipients(targets, new Fallbacks(fallbacks, targets.all()), () -> List.of(defaultTargets));
        SelfAlerts alerts = new SelfAlerts(store, targets, clock, registry);
        return new BlockedTargets(
                () -> new StoreStatus(clock.instant(), lines),
                this::current,
                target -> Optional.of("credentials: token is not exist"),
                alerts,
                recipients,
                AFTER,
                clock);
    }

    private StoreStatus current() {
        Map<String, TargetStatus> current = new TreeMap<>(lines);
        current.putAll(changed);
        return new StoreStatus(clock.instant(), current);
    }

    private static TargetStatus line(@Nullable Instant blockedSince) {
        return new TargetStatus(37, 0, NOW, Instant.EPOCH, blockedSince);
    }

    @Test
    void the_other_targets_of_the_default_route_are_told_once_and_again_when_it_is_over() {
        BlockedTargets blocked = blocked(Map.of(), "oncall", "ops-mail", "quiet");
        lines.put("oncall", line(NOW));

        clock.advance(AFTER.minusMillis(1));
        blocked.look();
        assertThat(store.told).isEmpty();
        clock.advance(Duration.ofMillis(1));
        blocked.look();
        blocked.look();
        clock.advance(Duration.ofHours(1));
        lines.put("oncall", line(null));
        blocked.look();
        blocked.look();

        assertThat(store.texts())
                .containsExactly(
                        "FIRING [ops-mail, quiet] Tocsin cannot deliver to oncall (dingtalk); waiting there: 37",
                        "RESOLVED [ops-mail] Tocsin delivers to oncall (dingtalk) again; waiting there: 37");
        assertThat(registry.get("tocsin.own.alerts")
                        .tag("alertname", "TocsinTargetBlocked")
                        .tag("status", "firing")
                        .counter()
                        .count())
                .isEqualTo(1);
    }

    @Test
    void a_sample_that_is_older_than_what_another_replica_acted_on_neither_raises_nor_resolves() {
        BlockedTargets blocked = blocked(Map.of(), "ops-mail");
        clock.advance(AFTER);
        lines.put("oncall", line(NOW));
        changed.put("oncall", line(null));
        blocked.look();
        assertThat(store.texts()).isEmpty();

        changed.clear();
        blocked.look();
        assertThat(store.texts()).hasSize(1);

        lines.put("oncall", line(null));
        changed.put("oncall", line(NOW.plusSeconds(1)));
        blocked.look();
        assertThat(store.texts()).hasSize(1);
    }

    @Test
    void it_says_since_when_what_the_provider_said_and_all_that_in_chinese_too() {
        BlockedTargets blocked = blocked(Map.of(), "ops-mail");
        lines.put("oncall", line(NOW));
        clock.advance(AFTER);
        blocked.look();

        Alert alert = store.told.get(0).content().alerts().get(0);
        assertThat(alert.labels())
                .containsExactlyInAnyOrderEntriesOf(Map.of(
                        "alertname", "TocsinTargetBlocked",
                        "severity", "critical",
                        "job", "tocsin",
                        "target", "oncall",
                        "channel", "dingtalk"));
        assertThat(alert.startsAt()).isEqualTo(NOW);
        assertThat(alert.annotations().get("description")).contains("credentials: token is not exist");
        assertThat(alert.annotations()).containsEntry("summary_zh", "Tocsin 无法投递到 oncall（dingtalk），等待中 37 条");
        assertThat(alert.annotations().get("description_zh")).contains("credentials: token is not exist");
    }

    @Test
    void a_target_that_is_alone_is_never_told_of_itself_and_its_fallback_is() {
        BlockedTargets alone = blocked(Map.of(), "oncall");
        lines.put("oncall", line(NOW));
        lines.put("ops-slack", line(NOW));
        clock.advance(AFTER);
        alone.look();
        assertThat(store.texts())
                .containsExactly(
                        "FIRING [] Tocsin cannot deliver to oncall (dingtalk); waiting there: 37",
                        "FIRING [oncall] Tocsin cannot deliver to ops-slack (dingtalk); waiting there: 37");

        lines.put("oncall", line(null));
        alone.look();
        store.told.clear();
        BlockedTargets helped = blocked(Map.of("oncall", new Fallback("ops-mail", AFTER)), "oncall");
        lines.put("oncall", line(NOW));
        helped.look();
        assertThat(store.texts())
                .containsExactly("FIRING [ops-mail] Tocsin cannot deliver to oncall (dingtalk); waiting there: 37");
    }

    @Test
    void a_target_that_is_not_configured_any_more_is_not_blocked_any_more() {
        SelfAlert gone =
                new SelfAlert("TocsinTargetBlocked", "critical", Map.of("target", "old", "channel", "slack"), Map.of());
        new SelfAlerts(store, targets, clock, registry).raise(gone, NOW, List.of("ops-mail"));
        BlockedTargets blocked = blocked(Map.of(), "ops-mail");
        clock.advance(Duration.ofMinutes(10).minusMillis(1));
        blocked.look();
        assertThat(store.told).hasSize(1);
        clock.advance(Duration.ofMillis(1));
        blocked.look();
        blocked.look();

        assertThat(store.texts()).last().isEqualTo("RESOLVED [ops-mail] Tocsin no longer monitors this");
        assertThat(store.told).hasSize(2);
        assertThat(store.told.get(1).content().alerts().get(0).labels())
                .containsEntry("target", "old")
                .containsEntry("channel", "slack");
        assertThat(store.firing()).isEmpty();
    }

    @Test
    void a_target_for_which_nothing_waits_is_not_told_of_nor_when_something_has_just_come() {
        BlockedTargets blocked = blocked(Map.of(), "ops-mail");
        clock.advance(AFTER);
        lines.put("oncall", new TargetStatus(0, 1, null, Instant.EPOCH, NOW));
        blocked.look();
        lines.put("oncall", new TargetStatus(1, 1, clock.instant(), Instant.EPOCH, NOW));
        blocked.look();
        assertThat(store.told).isEmpty();
        clock.advance(Duration.ofSeconds(10));
        blocked.look();
        assertThat(store.told).hasSize(1);
    }

    @Test
    void an_old_look_at_the_store_decides_nothing() {
        Instant old = NOW.minusSeconds(11);
        Recipients recipients =
                new Recipients(targets, new Fallbacks(Map.of(), targets.all()), () -> List.of("ops-mail"));
        SelfAlerts alerts = new SelfAlerts(store, targets, clock, registry);
        StoreStatus seen = new StoreStatus(old, Map.of("oncall", line(NOW.minus(AFTER))));
        new BlockedTargets(
                        () -> seen,
                        () -> seen,
                        target -> Optional.of("credentials: token is not exist"),
                        alerts,
                        recipients,
                        AFTER,
                        clock)
                .look();
        assertThat(store.told).isEmpty();
    }
}
