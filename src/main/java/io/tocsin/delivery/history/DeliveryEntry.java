package io.tocsin.delivery.history;

import io.tocsin.delivery.DeliveryId;
import io.tocsin.delivery.DeliveryState;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A delivery in a list.
 *
 * @param id its id
 * @param notificationId its notification
 * @param summary the summary of the notification
 * @param alertIndexes which of the notification's alerts it contains; null for all of them
 * @param state its state
 * @param attempts how often it was tried
 * @param createdAt when it was committed
 * @param nextAttemptAt not to be tried before this; null when it has reached its end, or was never tried
 * @param finishedAt when it finished; null while it is pending
 * @param reason why the latest attempt failed; null when none did
 * @param detail what the provider said to the latest attempt, free of secrets; null when it said nothing worth keeping
 * @param resendOf the delivery that this one repeats; null when it repeats none
 * @param resentAs the delivery that repeated this one last; null when none did
 * @param requestedBy the user name of the operator who requested this resend; null when it is none
 * @param carriedBy the first delivery of the digest that contains this one, perhaps this one itself, perhaps purged meanwhile;
 *     null when it is sent by itself
 * @param fallbackOf the delivery to another target that this one replaces as its fallback; null when it was meant for this
 *     target
 * @param handedOnTo its delivery at its target's fallback; null when it was not forwarded
 */
public record DeliveryEntry(
        DeliveryId id,
        long notificationId,
        NotificationSummary summary,
        @Nullable List<Integer> alertIndexes,
        DeliveryState state,
        int attempts,
        Instant createdAt,
        @Nullable Instant nextAttemptAt,
        @Nullable Instant finishedAt,
        @Nullable String reason,
        @Nullable String detail,
        @Nullable DeliveryId resendOf,
        @Nullable DeliveryId resentAs,
        @Nullable String requestedBy,
        @Nullable DeliveryId carriedBy,
        @Nullable DeliveryId fallbackOf,
        @Nullable HandedOn handedOnTo) {

    /**
     * The delivery at a fallback.
     *
     * @param id the delivery at the fallback
     * @param at when it was forwarded
     */
    public record HandedOn(DeliveryId id, Instant at) {}
}
