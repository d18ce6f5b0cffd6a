package io.tocsin.channel;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * What one delivery has to say.
 *
 * @param deliveryId the delivery's id, the same at every attempt, such as {@code oncall-42}
 * @param notificationId the id of the notification it stems from; with the delivery id unique over all stores' lives
 * @param receivedAt when the notification arrived
 * @param content the alerts
 * @param fallbackOf the target that it waits for or was given up for, and in whose place this one is told; null when it was
 *     meant for this one
 */
public record Message(
        String deliveryId,
        long notificationId,
        Instant receivedAt,
        MessageContent content,
        @Nullable String fallbackOf) {

    /** A message for the target that it was meant for. */
    public Message(String deliveryId, long notificationId, Instant receivedAt, MessageContent content) {
        this(deliveryId, notificationId, receivedAt, content, null);
    }
}
