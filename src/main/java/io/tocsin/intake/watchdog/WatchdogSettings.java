package io.tocsin.intake.watchdog;

import io.tocsin.ConfigurationException;
import java.net.URI;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Validates {@code tocsin.alert.watchdog}. This is done after binding, because a binding error shows values, and one of them is
 * a secret.
 */
final class WatchdogSettings {

    private static final String PROPERTY = "tocsin.alert.watchdog.";
    private static final Duration SHORTEST_SILENCE = Duration.ofSeconds(10);
    private static final Duration LONGEST_SILENCE = Duration.ofDays(1);
    private static final Duration SHORTEST_REPEAT = Duration.ofMinutes(1);

    private WatchdogSettings() {}

    /** Refuses invalid times. */
    static void check(WatchdogProperties properties) {
        Duration silence = properties.silence();
        if (silence.compareTo(SHORTEST_SILENCE) < 0 || silence.compareTo(LONGEST_SILENCE) > 0) {
            throw new ConfigurationException(
                    PROPERTY + "silence-after must be 10s to 1d.",
                    "Set it to more than twice the interval in which Alertmanager sends the alert, such as 5m.");
        }
        Duration repeat = properties.repeatInterval();
        if (repeat != null && repeat.compareTo(SHORTEST_REPEAT) < 0) {
            throw new ConfigurationException(
                    PROPERTY + "repeat-interval must be at least 1m.",
                    "Set it to the interval of repeated notifications, such as 4h, or omit it.");
        }
    }

    /** The names of the notified targets; empty when none is set. */
    static List<String> targets(WatchdogProperties properties, Collection<String> known) {
        List<String> named = properties.targets() == null ? List.of() : properties.targets();
        named.stream().filter(name -> !known.contains(name)).findFirst().ifPresent(unknown -> {
            throw new ConfigurationException(
                    PROPERTY + "targets names the target '" + unknown + "', which is not configured.",
                    "Correct the name or configure the target. Configured are: " + String.join(", ", known) + ".");
        });
        return List.copyOf(named);
    }

    /** The heartbeat URL; null when none is set. */
    static @Nullable URI heartbeatUrl(WatchdogProperties properties) {
        String text = properties.heartbeatUrl();
        if (text == null || text.isBlank()) {
            return null;
        }
        try {
            URI url = URI.create(text.strip());
            if (url.getHost() != null && ("https".equals(url.getScheme()) || "http".equals(url.getScheme()))) {
                return url;
            }
        } catch (IllegalArgumentException hidden) {
            // Its message carries the URL.
        }
        throw new ConfigurationException(
                PROPERTY + "heartbeat-url is not an http(s) URL (not shown here, it is a secret).",
                "Set it to the address that the heartbeat service shows, or leave it out.");
    }
}
