package io.tocsin.delivery.history;

import io.tocsin.delivery.DeliveryState;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * Selects deliveries; a null field does not filter.
 *
 * @param target the target's name
 * @param state its state
 * @param notificationId its notification
 * @param from committed at this time or later
 * @param to committed before this time
 */
public record DeliveryFilter(
        @Nullable String target,
        @Nullable DeliveryState state,
        @Nullable Long notificationId,
        @Nullable Instant from,
        @Nullable Instant to) {

    public static final DeliveryFilter ALL = new DeliveryFilter(null, null, null, null, null);
}
