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
 * @param notificationId the notification it stems from
 * @param summary what the notification says, at a glance
 * @param alertIndexes which of the notification's alerts it tells of; null for all of them
 * @param state what has become of it
 * @param attempts how often it was tried
 * @param createdAt when it was committed
 * @param nextAttemptAt not to be tried before this; null when it has reached its end, or was never tried
 * @param finishedAt when it reached its end; null while it is pending
 * @param reason why the latest attempt failed; null when none did
 * @param detail what the provider said to the latest attempt, free of secrets; null when it said nothing worth keeping
 * @param resendOf the delivery that this one repeats; null when it repeats none
 * @param resentAs the delivery that repeated this one last; null when none did
 * @param requestedBy the user name of who asked for this resend; null when it is none
 * @param carriedBy the first delivery of the digest that tells or told this one, perhaps this one itself, perhaps purged
 *     meanwhile; null when it goes or went by itself
 * @param fallbackOf the delivery to another target in whose place this one is told; null when it was meant for this target
 * @param handedOnTo what became of it at its target's fallback; null when it was not handed on
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
     * That a fallback tells it as well.
     *
     * @param id the delivery at the fallback
     * @param at when it was handed on
     */
    public record HandedOn(DeliveryId id, Instant at) {}
}
