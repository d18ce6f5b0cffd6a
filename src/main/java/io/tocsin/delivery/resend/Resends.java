package io.tocsin.delivery.resend;

import io.tocsin.delivery.DeliveryId;
import io.tocsin.delivery.OutboxException;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** The store's side of sending again; every method throws an {@link OutboxException} when the store does not commit. */
public interface Resends {

    /**
     * Puts what a finished delivery said at the end of its target's line.
     *
     * @param id the delivery to repeat
     * @param requestKey equal for the retries of one wish; null when the caller named none
     * @param requestedBy who asks, by user name; kept beside the new delivery
     * @param now the time
     */
    ResendResult resend(DeliveryId id, @Nullable String requestKey, String requestedBy, Instant now);

    /**
     * What became of the parked deliveries of a target.
     *
     * @param resent how many are in the line again
     * @param remaining how many are parked still
     */
    record Outcome(int resent, long remaining) {}

    /**
     * Does the same for the parked deliveries of a target, oldest first, up to a bounded number and as long as the outbox has
     * room.
     *
     * @param requestedBy who asks, by user name; kept beside each new delivery
     */
    Outcome resendParked(String target, String requestedBy, Instant now);
}
