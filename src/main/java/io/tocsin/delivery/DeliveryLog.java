package io.tocsin.delivery;

import io.tocsin.channel.Message;
import org.slf4j.MDC;

/** Marks the log lines of a thread with the delivery that it works on, under names that ECS leaves to applications. */
final class DeliveryLog {

    static final String NOTIFICATION = "tocsin.notification.id";
    static final String DELIVERY = "tocsin.delivery.id";

    private DeliveryLog() {}

    /** The lines of this thread are about this message, until they are about another one or none. */
    static void about(Message message) {
        MDC.put(NOTIFICATION, Long.toString(message.notificationId()));
        MDC.put(DELIVERY, message.deliveryId());
    }

    /** The lines of this thread are about no delivery. */
    static void end() {
        MDC.remove(NOTIFICATION);
        MDC.remove(DELIVERY);
    }
}
