package io.tocsin.channel;

import java.time.Instant;

/**
 * What one delivery has to say.
 *
 * @param deliveryId the delivery's id, the same at every attempt, such as {@code oncall-42}
 * @param notificationId the id of the notification it stems from; with the delivery id unique over all stores' lives
 * @param receivedAt when the notification arrived
 * @param content the alerts
 */
public record Message(String deliveryId, long notificationId, Instant receivedAt, MessageContent content) {}
