package io.tocsin.delivery.selfalert;

import io.micrometer.core.instrument.MeterRegistry;
import io.tocsin.channel.Targets;
import io.tocsin.channel.config.Fallbacks;
import io.tocsin.delivery.BlockedProperties;
import io.tocsin.delivery.DefaultReceivers;
import io.tocsin.delivery.Periodic;
import io.tocsin.delivery.fallback.FallbackStore;
import io.tocsin.delivery.fallback.FallbackSweep;
import io.tocsin.delivery.maintenance.OutboxMonitor;
import io.tocsin.delivery.maintenance.OutboxStore;
import io.tocsin.delivery.selfalert.BlockedTargets.Recipients;
import java.time.Duration;
import java.time.InstantSource;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** Schedules the fallback sweep and the checks behind self-alerts. */
@Configuration(proxyBeanMethods = false)
class SelfAlertConfiguration {

    private static final Duration SWEEP = Duration.ofSeconds(1);
    private static final Duration LOOK = Duration.ofSeconds(2);

    @Bean
    Periodic fallbackSweep(
            OutboxMonitor monitor,
            FallbackStore store,
            Targets targets,
            Fallbacks fallbacks,
            InstantSource clock,
            MeterRegistry registry) {
        FallbackSweep sweep = new FallbackSweep(monitor::status, store, targets, fallbacks, clock, registry);
        return new Periodic("fallback-sweep", SWEEP, sweep::sweep);
    }

    @Bean
    Periodic blockedTargets(
            OutboxMonitor monitor,
            OutboxStore store,
            SelfAlerts alerts,
            Recipients recipients,
            BlockedProperties properties,
            InstantSource clock) {
        BlockedTargets blocked = new BlockedTargets(
                monitor::status,
                () -> store.status(clock.instant()),
                store::lastFailure,
                alerts,
                recipients,
                properties.blockedAfter(),
                clock);
        return new Periodic("blocked-targets", LOOK, blocked::look);
    }

    @Bean
    Periodic fullStore(OutboxMonitor monitor, SelfAlerts alerts, DefaultReceivers audience, InstantSource clock) {
        FullStore store = new FullStore(monitor::room, alerts, audience, clock);
        return new Periodic("full-store", LOOK, store::look);
    }

    @Bean
    Periodic lostNotifications(OutboxStore store, SelfAlerts alerts, DefaultReceivers audience, InstantSource clock) {
        LostNotifications lost = new LostNotifications(store.missing(), alerts, audience, clock);
        return new Periodic("lost-notifications", LOOK, lost::look);
    }

    @Bean
    Recipients recipients(Targets targets, Fallbacks fallbacks, DefaultReceivers audience) {
        return new Recipients(targets, fallbacks, audience);
    }
}
