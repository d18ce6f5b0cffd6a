package io.tocsin.delivery.queue;

import java.util.List;
import java.util.Optional;

/**
 * What digests need of the outbox beyond the {@link DeliveryQueue}; every method may throw a {@link RuntimeException} when
 * the store does not answer.
 */
public interface DigestQueue {

    /** The first pending deliveries after this sequence number, in order. */
    List<Delivery> behind(String target, long sequence, int limit);

    /** Those of these sequence numbers that are still pending, in order. */
    List<Delivery> at(String target, List<Long> sequences);

    /** The delivery with this sequence number, whatever its state; empty when it was purged. */
    Optional<Delivery> find(String target, long sequence);

    /** Whether a critical delivery is pending after this sequence number. */
    boolean isUrgentBehind(String target, long sequence);

    /**
     * The sequence numbers of pending critical deliveries, in order, each right after the pending ones of its alert group, so
     * that they can go ahead of others without overtaking their own group. When there are very many, only the first ones.
     */
    List<Long> urgent(String target);

    /** The sequence numbers of the last planned digest without a recorded result; empty when there is none. */
    List<Long> planned(String target);

    /**
     * Records the next digest durably, so that after a crash the same message can be sent again.
     *
     * @param members in ascending order; the first one leads
     * @return false when the lease was lost or one of them is no longer pending, and then nothing is recorded
     */
    boolean plan(Lease lease, List<Long> members);

    /** Records an attempt durably; false when the lease was lost, and then nothing is recorded. */
    boolean record(Lease lease, DigestResult attempt);
}
