package io.tocsin.delivery.queue;

import java.util.List;
import java.util.Optional;

/**
 * What digests need of the outbox beyond the {@link DeliveryQueue}; every method may throw a {@link RuntimeException} when
 * the store does not answer.
 */
public interface DigestQueue {

    /** The first deliveries that wait behind this place, in order. */
    List<Delivery> behind(String target, long sequence, int limit);

    /** Those of these places that still wait, in order. */
    List<Delivery> at(String target, List<Long> sequences);

    /** The delivery at this place, whatever became of it; empty when there is none any more. */
    Optional<Delivery> find(String target, long sequence);

    /** Whether a critical delivery waits behind this place. */
    boolean isUrgentBehind(String target, long sequence);

    /**
     * The places of critical deliveries that wait, in order, each with all that waits of its alert group right before it,
     * so that they can go ahead of others without overtaking their own past. When very many wait, only the first ones.
     */
    List<Long> urgent(String target);

    /** The places of the digest that was planned last and of which no end is recorded; empty when there is none. */
    List<Long> planned(String target);

    /**
     * Notes durably what the next message stands for, so that after a crash the same message can be sent again.
     *
     * @param members in ascending order; the first one leads
     * @return false when the lease was lost or one of them does not wait any more, and then nothing is noted
     */
    boolean plan(Lease lease, List<Long> members);

    /** Records an attempt durably; false when the lease was lost, and then nothing is recorded. */
    boolean record(Lease lease, DigestResult attempt);
}
