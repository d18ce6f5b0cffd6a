package io.tocsin.channel;

import io.tocsin.alert.Notification;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * What one delivery has to say.
 *
 * @param deliveryId the id under which the ledger has the delivery, such as {@code oncall-42}
 * @param identity tells the message from all others of the notification, the same at every attempt; the delivery's id
 *     unless it stands for many
 * @param notificationId the id of the notification it stems from; with the identity and the time unique over all
 *     stores' lives
 * @param receivedAt when the notification arrived and the delivery was committed, the same at every attempt
 * @param content the alerts
 * @param fallbackOf the target that it waits for or was given up for, and in whose place this one is told; null when it was
 *     meant for this one
 * @param again whether an operator had it sent once more
 * @param page absolute http(s) URL of the page that shows the delivery; null when there is none
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

    /** Tells it from all other messages, also from those of a store before this one; the same at every attempt. */
    public String uniqueId() {
        return notificationId + "." + identity + "." + receivedAt.toEpochMilli();
    }

    /** The same with another content, as of now. */
    public Message saying(Notification current) {
        return new Message(deliveryId, identity, notificationId, receivedAt, current, fallbackOf, again, page);
    }

    /** The same with the page that shows its delivery. */
    Message shownAt(@Nullable String url) {
        return new Message(deliveryId, identity, notificationId, receivedAt, content, fallbackOf, again, url);
    }
}
