package io.tocsin.channel;

import io.tocsin.alert.Notification;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * The content of one delivery.
 *
 * @param deliveryId the delivery's id in the history, such as {@code oncall-42}
 * @param identity identifies the message among all of the notification, the same at every attempt; the delivery's id unless it
 *     is a digest
 * @param notificationId the id of its notification; with the identity and the time unique over all stores' lives
 * @param receivedAt when the notification arrived and the delivery was committed, the same at every attempt
 * @param content the alerts
 * @param fallbackOf the target whose fallback this message is for; null when it was meant for this target
 * @param again whether an operator requested it again
 * @param page absolute http(s) URL of the delivery's page; null when there is none
 */
public record Message(
        String deliveryId,
        String identity,
        long notificationId,
        Instant receivedAt,
        Notification content,
        @Nullable String fallbackOf,
        boolean again,
        @Nullable String page) {

    /** A message of one delivery. */
    public Message(
            String deliveryId,
            long notificationId,
            Instant receivedAt,
            Notification content,
            @Nullable String fallbackOf,
            boolean again,
            @Nullable String page) {
        this(deliveryId, deliveryId, notificationId, receivedAt, content, fallbackOf, again, page);
    }

    /** A message for the target that it was meant for. */
    public Message(String deliveryId, long notificationId, Instant receivedAt, Notification content) {
        this(deliveryId, notificationId, receivedAt, content, null, false, null);
    }

    /** Identifies it among all other messages, also those of an earlier store; the same at every attempt. */
    public String uniqueId() {
        return notificationId + "." + identity + "." + receivedAt.toEpochMilli();
    }

    /** The same with another, current content. */
    public Message saying(Notification current) {
        return new Message(deliveryId, identity, notificationId, receivedAt, current, fallbackOf, again, page);
    }

    /** The same with the delivery's page. */
    Message shownAt(@Nullable String url) {
        return new Message(deliveryId, identity, notificationId, receivedAt, content, fallbackOf, again, url);
    }
}
