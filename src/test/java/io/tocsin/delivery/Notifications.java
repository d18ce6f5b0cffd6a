package io.tocsin.delivery;

import io.tocsin.alert.Alert;
import io.tocsin.alert.AlertStatus;
import io.tocsin.alert.Notification;
import io.tocsin.delivery.resend.TestMessage;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** Makes notifications for tests. */
public final class Notifications {

    private Notifications() {}

    public static NewNotification notification(String key, Instant at, String... targets) {
        List<NewDelivery> deliveries =
                Stream.of(targets).map(target -> new NewDelivery(target, null)).toList();
        return new NewNotification(key, Duration.ofMinutes(4), at, content(key), deliveries);
    }

    /** One alert of a group, with a severity. */
    public static Notification alert(String group, String name, String severity, AlertStatus status) {
        Instant start = Instant.parse("2026-11-22T10:00:00Z");
        Alert alert = new Alert(
                status,
                Map.of("alertname", name, "instance", "host-1", "severity", severity),
                Map.of("summary", "summary of " + name),
                start,
                status == AlertStatus.FIRING ? null : start.plusSeconds(90),
                null,
                null,
                null,
                "f-" + name);
        return new Notification("{}:" + group, "tocsin", Map.of(), Map.of(), Map.of(), List.of(alert), 0, null);
    }

    public static NewNotification notification(String key, Instant at, Notification content, String target) {
        return new NewNotification(key, Duration.ofMinutes(4), at, content, List.of(new NewDelivery(target, null)));
    }

    public static Notification content(String name) {
        return content(name, 1);
    }

    public static Notification content(String name, int alerts) {
        List<Alert> list = Stream.iterate(0, n -> n + 1)
                .limit(alerts)
                .map(n -> new Alert(
                        AlertStatus.FIRING,
                        Map.of("alertname", name, "instance", "host-" + n),
                        Map.of("summary", "多行 ünïcode \uD83D\uDD25 of " + name),
                        Instant.parse("2026-11-22T10:00:00Z"),
                        null,
                        null,
                        null,
                        null,
                        "f" + n))
                .toList();
        return new Notification("{}:" + name, "tocsin", Map.of(), Map.of(), Map.of(), list, 0, null);
    }

    /** What a test says that an operator sends. */
    public static Notification testContent() {
        return TestMessage.to("oncall", Instant.parse("2026-11-22T10:00:00Z"));
    }
}
