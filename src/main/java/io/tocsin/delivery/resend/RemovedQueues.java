package io.tocsin.delivery.resend;

import io.tocsin.delivery.OutboxException;
import java.time.Instant;

/**
 * The store's side of deciding on what waits for a target that is no longer configured; every method throws an
 * {@link OutboxException} when the store does not commit. Each moves a bounded number of deliveries in one transaction, and none
 * while a replica that still has the target configured sends to it.
 */
public interface RemovedQueues {

    /**
     * What became of some deliveries.
     *
     * @param ended how many of the removed target's deliveries have ended: sent elsewhere or discarded
     * @param sent how many were appended to the other target's queue; fewer when it has their alerts already, or takes no
     *     resolved ones
     * @param held whether a replica still sends to the target, so that nothing was done
     * @param full whether {@code tocsin.delivery.max-pending} leaves no room, so that nothing was done
     */
    record Moved(int ended, int sent, boolean held, boolean full) {}

    /**
     * Appends the oldest pending and parked deliveries of the removed target to the queue of another one.
     *
     * @param resolved whether the other target also receives what is resolved
     * @param by the user name of the operator
     */
    Moved sendElsewhere(String removed, String to, boolean resolved, String by, Instant now);

    /** Ends the oldest pending and parked deliveries of the removed target without sending them. */
    Moved discard(String removed, String by, Instant now);
}
