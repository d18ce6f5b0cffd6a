package io.tocsin.intake.watchdog;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.tocsin.channel.ChannelType;
import io.tocsin.channel.SendResult;
import io.tocsin.channel.Target;
import io.tocsin.channel.Targets;
import io.tocsin.channel.http.ConnectionsConfiguration;
import io.tocsin.delivery.DefaultReceivers;
import io.tocsin.delivery.Heartbeat;
import io.tocsin.delivery.HeartbeatStore;
import io.tocsin.delivery.MutableClock;
import io.tocsin.delivery.Periodic;
import io.tocsin.delivery.selfalert.InMemorySelfAlerts;
import io.tocsin.delivery.selfalert.SelfAlert;
import io.tocsin.delivery.selfalert.SelfAlerts;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;

/** What becomes of an alarm whose watchdog is not configured any more. */
class ForgottenWatchdogTests {

    private static final Instant NOW = Instant.parse("2026-11-22T10:00:00Z");
    private static final String GONE = "RESOLVED [ops-mail] Tocsin no longer monitors this";

    private final MutableClock clock = new MutableClock(NOW);
    private final InMemorySelfAlerts told = new InMemorySelfAlerts();
    private final SelfAlerts alerts = new SelfAlerts(told, targets(), clock, new SimpleMeterRegistry());

    @Configuration(proxyBeanMethods = false)
    @EnableConfigurationProperties(WatchdogProperties.class)
    @Import(WatchdogConfiguration.class)
    static class Context {}

    private static Targets targets() {
        return new Targets(List.of(() ->
                List.of(new Target("ops-mail", ChannelType.EMAIL, null, true, message -> SendResult.delivered()))));
    }

    private static final class NoHeartbeats implements HeartbeatStore {
        @Override
        public Optional<Heartbeat> read(String name) {
            return Optional.empty();
        }

        @Override
        public boolean replace(String name, @Nullable Heartbeat known, Heartbeat next) {
            return true;
        }
    }

    private ApplicationContextRunner withoutTargets() {
        return new ApplicationContextRunner()
                .withUserConfiguration(Context.class, ConnectionsConfiguration.class)
                .withBean(MeterRegistry.class, SimpleMeterRegistry::new)
                .withBean(InstantSource.class, () -> clock);
    }

    private ApplicationContextRunner service() {
        return withoutTargets()
                .withBean(SelfAlerts.class, () -> alerts)
                .withBean(Targets.class, ForgottenWatchdogTests::targets)
                .withBean(DefaultReceivers.class, () -> () -> List.of("ops-mail"))
                .withBean(HeartbeatStore.class, NoHeartbeats::new);
    }

    private void raise(String name, String watchdog) {
        SelfAlert alert = new SelfAlert(name, "critical", Map.of("watchdog", watchdog), Map.of("summary", "silent"));
        alerts.raise(alert, NOW, List.of("ops-mail"));
    }

    @Test
    void it_is_resolved_at_the_start_when_no_watchdog_is_configured() {
        raise(SelfAlerts.WATCHDOG_SILENT, "Watchdog");
        raise(SelfAlerts.WATCHDOG_SILENT, "Heartbeat");
        raise(SelfAlerts.TARGET_BLOCKED, "not of a watchdog");
        clock.advance(Duration.ofMinutes(10));

        service().run(context -> await().until(() -> told.firing().size() == 1));

        assertThat(told.texts().subList(3, 5)).containsOnly(GONE);
        assertThat(told.firing()).containsOnlyKeys("TocsinTargetBlocked{watchdog=not of a watchdog}");
    }

    @Test
    void it_stays_for_ten_minutes_in_which_another_replica_may_still_have_the_watchdog() {
        raise(SelfAlerts.WATCHDOG_SILENT, "Old");
        clock.advance(Duration.ofMillis(1));
        raise(SelfAlerts.WATCHDOG_SILENT, "Young");
        clock.advance(Duration.ofMinutes(10).minusMillis(1));

        // Both are looked at in one go, and the end of the context waits for it.
        service().run(context -> await().until(() -> told.texts().contains(GONE)));

        assertThat(told.firing()).containsOnlyKeys("TocsinWatchdogSilent{watchdog=Young}");
    }

    @Test
    void a_watchdog_that_is_configured_looks_after_its_own_alarm() {
        service()
                .withPropertyValues("tocsin.alert.watchdog.silence-after=5m")
                .run(context -> assertThat(context)
                        .hasNotFailed()
                        .hasSingleBean(Periodic.class)
                        .doesNotHaveBean("forgottenWatchdogs"));
    }

    @Test
    void a_context_without_targets_and_own_alerts_starts() {
        withoutTargets().run(context -> assertThat(context).hasNotFailed().hasSingleBean(Watchdog.class));
    }
}
