package io.tocsin.delivery;

import io.tocsin.alert.Notification;
import java.time.Duration;
import java.time.Instant;
import java.util.List;

/**
 * A notification to be kept and delivered.
 *
 * @param dedupKey identity of its content, up to 64 characters; equal to that of its group's latest for a duplicate within the
 *     window
 * @param dedupWindow how long an equal key counts as a duplicate
 * @param receivedAt when it arrived
 * @param content its content
 * @param deliveries one for each of its targets; empty when it is only kept
 * @param trail why it goes to these targets
 */
public record NewNotification(
        String dedupKey,
        Duration dedupWindow,
        Instant receivedAt,
        Notification content,
        List<NewDelivery> deliveries,
        RoutingTrail trail) {

    /** Whose targets were not chosen by routes. */
    public NewNotification(
            String dedupKey,
            Duration dedupWindow,
            Instant receivedAt,
            Notification content,
            List<NewDelivery> deliveries) {
        this(dedupKey, dedupWindow, receivedAt, content, deliveries, RoutingTrail.NOT_ROUTED);
    }
}
