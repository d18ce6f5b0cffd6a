package io.tocsin.channel;

import io.tocsin.alert.Notification;
import io.tocsin.alert.Severity;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * One message for many deliveries, with all of their alerts.
 *
 * @param deliveryId the id of the first of the deliveries, under which the history has the others
 * @param notificationId the notification of that one
 * @param identity the same for the same deliveries, also after a restart, and another for others; at most 80 characters
 * @param at when it was composed
 * @param committedAt when the first of the deliveries was committed, in milliseconds
 * @param deliveries the number of deliveries, at least 1
 * @param lines firing before resolved, the most severe first, otherwise in the order of arrival
 * @param truncatedAlerts how many more alerts the senders left out; 0 when none
 * @param page absolute http(s) URL of the page that shows the first of the deliveries; null when there is none
 */
public record Digest(
        String deliveryId,
        long notificationId,
        String identity,
        Instant at,
        Instant committedAt,
        int deliveries,
        List<DigestLine> lines,
        long truncatedAlerts,
        @Nullable String page) {

    private static final Comparator<DigestLine> ORDER = Comparator.comparing(
                    (DigestLine line) -> line.alert().status())
            .thenComparing(line -> line.label("severity"), Severity.MOST_SEVERE_FIRST);

    public Digest {
        lines = lines.stream().sorted(ORDER).toList();
    }

    /** A digest without a page. */
    public Digest(
            String deliveryId,
            long notificationId,
            String identity,
            Instant at,
            Instant committedAt,
            int deliveries,
            List<DigestLine> lines,
            long truncatedAlerts) {
        this(deliveryId, notificationId, identity, at, committedAt, deliveries, lines, truncatedAlerts, null);
    }

    /** The same with other lines. */
    public Digest showing(List<DigestLine> current) {
        return new Digest(
                deliveryId, notificationId, identity, at, committedAt, deliveries, current, truncatedAlerts, page);
    }

    /** The same with the page of its first delivery. */
    Digest shownAt(@Nullable String url) {
        return new Digest(
                deliveryId, notificationId, identity, at, committedAt, deliveries, lines, truncatedAlerts, url);
    }

    /** The same as a message of its own group, for what a channel does alike with both: mentions, threads, plain text. */
    public Message toMessage() {
        Notification content = new Notification(
                "tocsin digest",
                "",
                Map.of(),
                Map.of(),
                Map.of(),
                lines.stream().map(DigestLine::alert).toList(),
                truncatedAlerts,
                null);
        return new Message(deliveryId, identity, notificationId, committedAt, content, null, false, page);
    }
}
