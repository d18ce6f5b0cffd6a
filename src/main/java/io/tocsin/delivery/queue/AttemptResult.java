package io.tocsin.delivery.queue;

import io.tocsin.channel.FailureReason;
import io.tocsin.delivery.DeliveryState;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * The outcome of one attempt, as it is recorded.
 *
 * @param delivery what was tried
 * @param state the new state of the delivery; PENDING when it is to be tried again
 * @param at when the attempt ended
 * @param nextAttemptAt when to try again, if PENDING
 * @param reason why it failed; null when it was delivered
 * @param detail what the provider said, free of secrets, at most 200 characters; null when it was delivered
 * @param pace the target's rate-limit state from now on
 */
public record AttemptResult(
        Delivery delivery,
        DeliveryState state,
        Instant at,
        Instant nextAttemptAt,
        @Nullable FailureReason reason,
        @Nullable String detail,
        RateLimitState pace)
        implements Outcome {}
