package io.tocsin.delivery.queue;

import java.time.Instant;
import java.util.Collection;
import java.util.Optional;

/** The worker's side of the outbox; every method may throw a {@link RuntimeException} when the store does not answer. */
public interface DeliveryQueue {

    /** Creates the targets in the store; existing ones are unchanged. */
    void register(Collection<String> targets);

    /** Acquires the target's lease when it is free, ended, or our own; empty while another replica holds it. */
    Optional<Lease> acquire(String target, Instant now, Instant until);

    /** Extends a lease; false when it was lost. */
    boolean renew(Lease lease, Instant until);

    /** Releases the lease, so that another replica need not wait for its end. */
    void release(Lease lease);

    /** The targets with pending deliveries whose lease is ours, free or ended; one query for all of them. */
    Collection<String> workable(Instant now);

    /** The head of the target's queue; empty when nothing is pending. */
    Optional<QueueHead> front(String target);

    /** The first delivery of the target's queue; empty when nothing is pending. */
    default Optional<Delivery> head(String target) {
        return front(target).map(QueueHead::head);
    }

    /** Records an attempt durably; false when the lease was lost, and then nothing is recorded. */
    boolean record(Lease lease, AttemptResult attempt);
}
