package io.tocsin.delivery.web;

import io.swagger.v3.oas.annotations.media.Schema;
import io.tocsin.delivery.DeliveryId;
import io.tocsin.delivery.DeliveryState;
import io.tocsin.delivery.history.DeliveryEntry;
import io.tocsin.delivery.history.DeliveryEntry.HandedOn;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** A delivery in a list of the API. */
@Schema(name = "Delivery")
record DeliveryView(
        @Schema(example = "oncall-42") String id,
        String target,
        long notificationId,

        @Schema(
                description = "status of the notification",
                allowableValues = {"firing", "resolved"})
        String status,

        @Schema(description = "names of the notification's alerts, each once; at most 10")
        List<String> alertnames,

        String severity,

        @Schema(description = "which of the notification's alerts it contains, from 0; null for all") @Nullable List<Integer> alertIndexes,

        DeliveryState state,
        int attempts,
        Instant createdAt,
        @Nullable Instant nextAttemptAt,
        @Nullable Instant finishedAt,

        @Schema(description = "why the latest attempt failed; null when it did not") @Nullable String reason,

        @Schema(description = "what the provider said to the latest attempt, without secrets") @Nullable String detail,

        @Schema(description = "the delivery that this one repeats") @Nullable String resendOf,

        @Schema(description = "the delivery that repeated this one last") @Nullable String resentAs,

        @Schema(description = "the user name of the operator who requested this resend; null when it is none") @Nullable String requestedBy,

        @Schema(
                description = "the first delivery of the digest that contains this one; it may be this one itself,"
                        + " or purged meanwhile; null when it goes by itself")
        @Nullable String carriedBy,

        @Schema(description = "the delivery to another target that this one replaces as its fallback") @Nullable String fallbackOf,

        @Schema(description = "its delivery at its target's fallback; null when it was not forwarded") @Nullable HandedOnView handedOnTo) {

    /** The delivery at a fallback. */
    @Schema(name = "HandedOn")
    record HandedOnView(
            @Schema(example = "ops-mail-7", description = "the delivery at the fallback")
            String id,

            @Schema(description = "when it was forwarded") Instant at) {

        private static @Nullable HandedOnView of(@Nullable HandedOn handedOn) {
            return handedOn == null ? null : new HandedOnView(handedOn.id().toString(), handedOn.at());
        }
    }

    static DeliveryView of(DeliveryEntry entry) {
        return new DeliveryView(
                entry.id().toString(),
                entry.id().target(),
                entry.notificationId(),
                entry.summary().status().name().toLowerCase(Locale.ROOT),
                entry.summary().alertnames(),
                entry.summary().severity(),
                entry.alertIndexes(),
                entry.state(),
                entry.attempts(),
                entry.createdAt(),
                entry.nextAttemptAt(),
                entry.finishedAt(),
                entry.reason(),
                entry.detail(),
                text(entry.resendOf()),
                text(entry.resentAs()),
                entry.requestedBy(),
                text(entry.carriedBy()),
                text(entry.fallbackOf()),
                HandedOnView.of(entry.handedOnTo()));
    }

    private static @Nullable String text(@Nullable DeliveryId id) {
        return id == null ? null : id.toString();
    }
}
