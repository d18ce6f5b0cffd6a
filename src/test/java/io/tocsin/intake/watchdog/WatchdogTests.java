package io.tocsin.intake.watchdog;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tocsin.ConfigurationException;
import io.tocsin.alert.Alert;
import io.tocsin.alert.AlertStatus;
import io.tocsin.alert.GroupKey;
import io.tocsin.intake.IncomingNotification;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class WatchdogTests {

    private static final Instant NOW = Instant.parse("2026-11-22T10:00:00Z");

    private final AtomicInteger passedOn = new AtomicInteger();
    private final Watchdog watchdog = new Watchdog("Watchdog", passedOn::incrementAndGet);

    private static Alert alert(String name, AlertStatus status) {
        Instant end = status == AlertStatus.RESOLVED ? NOW : null;
        return new Alert(status, Map.of("alertname", name), Map.of(), NOW, end, null, null, null, name);
    }

    private static IncomingNotification notification(long truncated, Alert... alerts) {
        return new IncomingNotification(
                "key",
                NOW,
                new GroupKey("g"),
                "tocsin",
                Map.of(),
                Map.of(),
                Map.of(),
                List.of(alerts),
                truncated,
                null,
                Map.of(),
                "");
    }

    @Test
    void the_watchdog_alert_alone_leaves_nothing_to_tell() {
        assertThat(watchdog.hear(notification(0, alert("Watchdog", AlertStatus.FIRING)))
                        .isEmpty())
                .isTrue();
        assertThat(watchdog.lastHeard()).isEqualTo(NOW);
        assertThat(passedOn).hasValue(1);
    }

    @Test
    void what_comes_with_it_is_told_without_it() {
        IncomingNotification news = watchdog.hear(notification(
                2,
                alert("HighCPU", AlertStatus.FIRING),
                alert("Watchdog", AlertStatus.FIRING),
                alert("DiskFull", AlertStatus.RESOLVED)));
        assertThat(news.alerts()).extracting(Alert::fingerprint).containsExactly("HighCPU", "DiskFull");
        assertThat(news.truncatedAlerts()).isEqualTo(2);
        assertThat(watchdog.lastHeard()).isEqualTo(NOW);
    }

    @Test
    void a_resolved_watchdog_was_not_heard_of_and_is_not_told() {
        assertThat(watchdog.hear(notification(0, alert("Watchdog", AlertStatus.RESOLVED)))
                        .isEmpty())
                .isTrue();
        assertThat(watchdog.lastHeard()).isNull();
        assertThat(passedOn).hasValue(0);
    }

    @Test
    void when_none_is_configured_no_alert_is_special() {
        IncomingNotification notification = notification(0, alert("Watchdog", AlertStatus.FIRING));
        assertThat(Watchdog.OFF.hear(notification)).isSameAs(notification);
        assertThat(watchdog.hear(notification(0, alert("HighCPU", AlertStatus.FIRING)))
                        .alerts())
                .hasSize(1);
        assertThat(watchdog.lastHeard()).isNull();
    }

    @Test
    void any_setting_switches_it_on_and_none_keeps_it_off() {
        assertThat(new WatchdogProperties(null, null, null, null, null).isOn()).isFalse();
        assertThat(new WatchdogProperties("", null, List.of(), null, " ").isOn())
                .isFalse();
        Stream.of(
                        new WatchdogProperties("Heartbeat", null, null, null, null),
                        new WatchdogProperties(null, Duration.ofMinutes(3), null, null, null),
                        new WatchdogProperties(null, null, List.of("ops"), null, null),
                        new WatchdogProperties(null, null, null, Duration.ofHours(4), null),
                        new WatchdogProperties(null, null, null, null, "https://hc.example.com/1"))
                .forEach(properties -> assertThat(properties.isOn()).isTrue());
    }

    @Test
    void mistakes_are_refused_with_what_to_do_and_without_the_url() {
        assertMistake(
                () -> WatchdogSettings.targets(
                        new WatchdogProperties(null, null, List.of("opps"), null, null), Set.of("ops")),
                "tocsin.alert.watchdog.targets names the target 'opps', which is not configured.");
        assertMistake(
                () -> WatchdogSettings.check(new WatchdogProperties(null, Duration.ofSeconds(9), null, null, null)),
                "tocsin.alert.watchdog.silence-after must be 10s to 1d.");
        assertMistake(
                () -> WatchdogSettings.check(new WatchdogProperties(null, null, null, Duration.ofSeconds(1), null)),
                "tocsin.alert.watchdog.repeat-interval must be at least 1m.");
        WatchdogProperties secret = new WatchdogProperties(null, null, null, null, "htps://hc.example.com/s3cret");
        assertMistake(
                () -> WatchdogSettings.heartbeatUrl(secret),
                "tocsin.alert.watchdog.heartbeat-url is not an http(s) URL (not shown here, it is a secret).");
        assertThat(secret.toString()).doesNotContain("s3cret");
    }

    private static void assertMistake(Runnable check, String message) {
        assertThatThrownBy(check::run)
                .isInstanceOf(ConfigurationException.class)
                .hasMessage(message);
    }
}
