package io.tocsin.delivery.queue;

import io.tocsin.channel.FailureReason;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The outcome of one attempt to send a digest, as it is recorded. A failed attempt counts for the digest's first delivery only,
 * as that is the one whose message it is; one that ends them all counts for each.
 *
 * @param target the target's name
 * @param members the sequence numbers of its deliveries, in ascending order; the first one leads it
 * @param end the outcome for the digest
 * @param at when the attempt ended
 * @param nextAttemptAt when to try again, if it was not delivered
 * @param reason why it failed; null when it was delivered
 * @param detail what the provider said, free of secrets, at most 200 characters; null when it was delivered
 * @param pace the target's rate-limit state from now on
 */
public record DigestResult(
        String target,
        List<Long> members,
        End end,
        Instant at,
        Instant nextAttemptAt,
        @Nullable FailureReason reason,
        @Nullable String detail,
        RateLimitState pace)
        implements Outcome {

    /** The outcome for a digest after an attempt. */
    public enum End {
        /** The provider has it: its first delivery is DELIVERED, the others are SUPERSEDED by that one. */
        DELIVERED,
        /** It may have arrived: it is sent again unchanged, so that a reader who has it can recognize it. */
        KEPT,
        /** It did not arrive: its deliveries are pending as before, and the next message may be another. */
        DISSOLVED,
        /** It is refused, and so would each of its deliveries be: all are PARKED. */
        PARKED
    }

    /** The sequence number of the delivery that leads it. */
    public long lead() {
        return members.get(0);
    }
}
