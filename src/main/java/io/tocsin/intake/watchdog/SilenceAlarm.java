package io.tocsin.intake.watchdog;

import io.tocsin.channel.MessageStyle;
import io.tocsin.delivery.selfalert.SelfAlert;
import io.tocsin.delivery.selfalert.SelfAlertMessages;
import io.tocsin.delivery.selfalert.SelfAlertStore.Firing;
import io.tocsin.delivery.selfalert.SelfAlerts;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The self-alert about the missing Watchdog alert. */
final class SilenceAlarm {

    private final String alertname;
    private final Duration silenceAfter;
    private final @Nullable Duration repeatInterval;
    private final WatchdogReceivers receivers;
    private final SelfAlerts alerts;
    private final InstantSource clock;
    private volatile boolean out;

    SilenceAlarm(WatchdogProperties properties, WatchdogReceivers receivers, SelfAlerts alerts, InstantSource clock) {
        this.alertname = properties.name();
        this.silenceAfter = properties.silence();
        this.repeatInterval = properties.repeatInterval();
        this.receivers = receivers;
        this.alerts = alerts;
        this.clock = clock;
    }

    /** Whether it was raised, by whichever replica and start, and not resolved since. */
    boolean isOut() {
        out = firing().isPresent();
        return out;
    }

    /** Whether it was raised at the last check. */
    boolean wasOut() {
        return out;
    }

    void raise(Instant lastSeen) {
        Optional<Firing> known = firing();
        if (known.isEmpty()) {
            alerts.raise(alert("silent"), lastSeen, receivers.names());
        } else if (repeatInterval != null
                && !known.get().toldAt().plus(repeatInterval).isAfter(clock.instant())) {
            alerts.repeat(alert("silent"), known.get());
        }
        out = true;
    }

    void resolve() {
        firing().ifPresent(known -> alerts.resolve(alert("heard"), known));
        out = false;
    }

    /** Resolves the alarms of watchdogs that are no longer configured, and this one's own when it was never received. */
    void forgetOthers(boolean heardOf) {
        alerts.resolveGone(
                SelfAlerts.WATCHDOG_SILENT, heardOf ? Set.of(alert("silent").key()) : Set.of());
    }

    private Optional<Firing> firing() {
        return Optional.ofNullable(alerts.firing().get(alert("silent").key()));
    }

    private SelfAlert alert(String key) {
        Map<String, String> texts = SelfAlertMessages.annotations(key, locale -> {
            MessageStyle style = new MessageStyle(locale, ZoneOffset.UTC);
            Instant now = clock.instant();
            return List.of(alertname, style.duration(now.minus(silenceAfter), now));
        });
        return new SelfAlert(SelfAlerts.WATCHDOG_SILENT, "critical", Map.of("watchdog", alertname), texts);
    }
}
