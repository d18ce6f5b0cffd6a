package io.tocsin.delivery.resend;

import io.tocsin.delivery.DeliveryId;
import io.tocsin.delivery.OutboxException;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** The store's side of sending again; every method throws an {@link OutboxException} when the store does not commit. */
public interface Resends {

    /**
     * Appends the content of a finished delivery to its target's queue.
     *
     * @param id the delivery to repeat
     * @param requestKey equal for the retries of one request; null when the caller gave none
     * @param requestedBy the user name of the operator; kept beside the new delivery
     * @param now the time
     */
    ResendResult resend(DeliveryId id, @Nullable String requestKey, String requestedBy, Instant now);

    /**
     * The result for the parked deliveries of a target.
     *
     * @param resent how many are in the queue again
     * @param remaining how many are still parked
     */
    record Outcome(int resent, long remaining) {}

    /**
     * Does the same for the parked deliveries of a target, oldest first, up to a bounded number and as long as the outbox has
     * room.
     *
     * @param requestedBy the user name of the operator; kept beside each new delivery
     */
    Outcome resendParked(String target, String requestedBy, Instant now);
}
