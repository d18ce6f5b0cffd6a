package io.tocsin.delivery;

import io.tocsin.channel.MessageAlert;
import io.tocsin.channel.MessageContent;
import io.tocsin.channel.MessageStatus;
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
    public static MessageContent alert(String group, String name, String severity, MessageStatus status) {
        Instant start = Instant.parse("2026-11-22T10:00:00Z");
        MessageAlert alert = new MessageAlert(
                status,
                Map.of("alertname", name, "instance", "host-1", "severity", severity),
                Map.of("summary", "summary of " + name),
                start,
                status == MessageStatus.FIRING ? null : start.plusSeconds(90),
                null,
                null,
                null,
                "f-" + name);
        return new MessageContent("{}:" + group, "tocsin", Map.of(), Map.of(), Map.of(), List.of(alert), 0, null);
    }

    public static NewNotification notification(String key, Instant at, MessageContent content, String target) {
        return new NewNotification(key, Duration.ofMinutes(4), at, content, List.of(new NewDelivery(target, null)));
    }

    public static MessageContent content(String name) {
        return content(name, 1);
    }

    public static MessageContent content(String name, int alerts) {
        List<MessageAlert> list = Stream.iterate(0, n -> n + 1)
                .limit(alerts)
                .map(n -> new MessageAlert(
                        MessageStatus.FIRING,
                        Map.of("alertname", name, "instance", "host-" + n),
                        Map.of("summary", "多行 ünïcode \uD83D\uDD25 of " + name),
                        Instant.parse("2026-11-22T10:00:00Z"),
                        null,
                        null,
                        null,
                        null,
                        "f" + n))
                .toList();
        return new MessageContent("{}:" + name, "tocsin", Map.of(), Map.of(), Map.of(), list, 0, null);
    }

    /** What a test says that an operator sends. */
    public static MessageContent testContent() {
        return TestMessage.to("oncall", Instant.parse("2026-11-22T10:00:00Z"));
    }
}
