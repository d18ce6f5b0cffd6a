package io.tocsin.delivery;

import io.micrometer.core.instrument.MeterRegistry;
import io.tocsin.channel.Fallbacks;
import io.tocsin.channel.Targets;
import io.tocsin.delivery.BlockedTargets.Recipients;
import java.time.Duration;
import java.time.InstantSource;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** Has the fallbacks and the blocked targets looked after. */
@Configuration(proxyBeanMethods = false)
class SelfCareConfiguration {

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
            OwnAlerts alerts,
            Recipients recipients,
            BlockedProperties properties,
            InstantSource clock) {
        BlockedTargets blocked = new BlockedTargets(
                monitor::status, store::lastFailure, alerts, recipients, properties.blockedAfter(), clock);
        return new Periodic("blocked-targets", LOOK, blocked::look);
    }

    @Bean
    Periodic fullStore(OutboxMonitor monitor, OwnAlerts alerts, Audience audience, InstantSource clock) {
        FullStore store = new FullStore(monitor::room, alerts, audience, clock);
        return new Periodic("full-store", LOOK, store::look);
    }

    @Bean
    Periodic lostNotifications(OutboxStore store, OwnAlerts alerts, Audience audience, InstantSource clock) {
        LostNotifications lost = new LostNotifications(store.missing(), alerts, audience, clock);
        return new Periodic("lost-notifications", LOOK, lost::look);
    }

    @Bean
    Recipients recipients(Targets targets, Fallbacks fallbacks, Audience audience) {
        return new Recipients(targets, fallbacks, audience);
    }
}
