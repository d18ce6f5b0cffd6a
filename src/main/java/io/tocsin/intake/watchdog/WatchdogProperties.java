package io.tocsin.intake.watchdog;

import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;

/**
 * The watchdog; disabled while none of its properties is set.
 *
 * @param alertname Name of the alert that always fires; Watchdog when not set. The watchdog is off while none of its
 *     properties is set.
 * @param silenceAfter How long it may be missing before receivers are notified, 10s to 1d; 5m when not set. Longer than twice
 *     the interval in which Alertmanager sends it.
 * @param targets Names of the targets that are notified; those of the default route when not set.
 * @param repeatInterval How often the notification is repeated while it is missing, at least 1m; only once when not set.
 * @param heartbeatUrl Address that is requested (GET) at each arrival, of a service that raises the alarm otherwise; a secret.
 *     None when not set.
 */
@ConfigurationProperties("tocsin.alert.watchdog")
record WatchdogProperties(
        @Nullable String alertname,
        @Nullable Duration silenceAfter,
        @Nullable List<String> targets,
        @Nullable Duration repeatInterval,
        @Nullable String heartbeatUrl) {

    /** Whether any property is set. */
    boolean isOn() {
        boolean texts = Stream.of(alertname, heartbeatUrl).anyMatch(text -> text != null && !text.isBlank());
        boolean others = Stream.of(silenceAfter, repeatInterval).anyMatch(Objects::nonNull);
        return texts || others || (targets != null && !targets.isEmpty());
    }

    String name() {
        return alertname == null || alertname.isBlank() ? "Watchdog" : alertname.strip();
    }

    Duration silence() {
        return silenceAfter == null ? Duration.ofMinutes(5) : silenceAfter;
    }

    /** Without the URL, which is a secret. */
    @Override
    public String toString() {
        return "Watchdog (" + name() + ", " + silence() + ")";
    }
}
