package io.tocsin.intake.watchdog;

import io.micrometer.core.instrument.MeterRegistry;
import io.tocsin.channel.Targets;
import io.tocsin.channel.http.ChannelConnections;
import io.tocsin.delivery.DefaultReceivers;
import io.tocsin.delivery.HeartbeatStore;
import io.tocsin.delivery.Periodic;
import io.tocsin.delivery.maintenance.OutboxMonitor;
import io.tocsin.delivery.selfalert.SelfAlerts;
import io.tocsin.intake.WatchdogReport;
import io.tocsin.intake.WatchdogReports;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Set;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Conditional;
import org.springframework.context.annotation.Configuration;

/** Configures the watchdog. */
@Configuration(proxyBeanMethods = false)
class WatchdogConfiguration {

    private static final Duration FORGET = Duration.ofMinutes(1);

    @Bean
    HeartbeatPing heartbeatPing(
            WatchdogProperties properties,
            ChannelConnections connections,
            ObjectProvider<OutboxMonitor> outbox,
            MeterRegistry registry) {
        return new HeartbeatPing(
                WatchdogSettings.heartbeatUrl(properties),
                connections::common,
                () -> outbox.getObject().trouble(),
                registry);
    }

    @Bean
    Watchdog watchdog(WatchdogProperties properties, HeartbeatPing ping, WatchdogReceivers checked) {
        if (!properties.isOn()) {
            return Watchdog.OFF;
        }
        WatchdogSettings.check(properties);
        return new Watchdog(properties.name(), ping::passOn);
    }

    @Bean
    WatchdogReceivers watchdogReceivers(
            WatchdogProperties properties, ObjectProvider<Targets> targets, ObjectProvider<DefaultReceivers> others) {
        List<String> named = properties.isOn()
                ? WatchdogSettings.targets(properties, targets.getObject().names())
                : List.of();
        return new WatchdogReceivers(named, () -> others.getObject().defaultTargets());
    }

    @Bean
    WatchdogGauges watchdogGauges(
            ObjectProvider<Silence> silence, ObjectProvider<SilenceAlarm> alarm, InstantSource clock) {
        return new WatchdogGauges(silence, alarm, clock);
    }

    @Bean
    WatchdogReports watchdogReports(
            WatchdogProperties properties, ObjectProvider<Silence> silence, ObjectProvider<SilenceAlarm> alarm) {
        Silence judged = silence.getIfAvailable();
        SilenceAlarm raised = alarm.getIfAvailable();
        return judged == null || raised == null
                ? () -> WatchdogReport.OFF
                : () -> new WatchdogReport(
                        true, properties.name(), judged.lastSeen(), properties.silence(), raised.wasOut());
    }

    /**
     * Resolves the alarms of watchdogs that are no longer configured; an enabled one resolves those of others itself.
     * Self-alerts are optional, because there are none where there is no delivery.
     */
    @Bean
    @Conditional(WatchdogIsOff.class)
    Periodic forgottenWatchdogs(ObjectProvider<SelfAlerts> alerts) {
        return new Periodic(
                "forgotten-watchdogs",
                FORGET,
                () -> alerts.ifAvailable(own -> own.resolveGone(SelfAlerts.WATCHDOG_SILENT, Set.of())));
    }

    @Configuration(proxyBeanMethods = false)
    @Conditional(WatchdogIsOn.class)
    static class Judging {

        @Bean
        SilenceAlarm silenceAlarm(
                WatchdogProperties properties, WatchdogReceivers receivers, SelfAlerts alerts, InstantSource clock) {
            return new SilenceAlarm(properties, receivers, alerts, clock);
        }

        /** Evaluated once more at the end, after the last webhook, so that a stop forgets no arrival. */
        @Bean(destroyMethod = "judge")
        Silence silence(
                WatchdogProperties properties,
                Watchdog watchdog,
                HeartbeatStore store,
                SilenceAlarm alarm,
                InstantSource clock) {
            return new Silence(properties, watchdog, store, alarm, clock);
        }

        @Bean
        Periodic watchdogJudge(Silence silence) {
            return new Periodic("watchdog", silence.interval(), silence::judge);
        }
    }
}
