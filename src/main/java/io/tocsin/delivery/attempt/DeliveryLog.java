package io.tocsin.delivery.attempt;

import org.slf4j.MDC;

/** Marks the log lines of a thread with the delivery that it works on, under names that ECS leaves to applications. */
public final class DeliveryLog {

    static final String NOTIFICATION = "tocsin.notification.id";
    static final String DELIVERY = "tocsin.delivery.id";

    private DeliveryLog() {}

    /** Marks this thread's log lines with this delivery or digest, until the next call. */
    static void about(long notification, String delivery) {
        MDC.put(NOTIFICATION, Long.toString(notification));
        MDC.put(DELIVERY, delivery);
    }

    /** Removes the mark. */
    public static void end() {
        MDC.remove(NOTIFICATION);
        MDC.remove(DELIVERY);
    }
}
