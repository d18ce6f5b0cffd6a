package io.tocsin.delivery.maintenance;

import java.time.Instant;
import java.util.Optional;

/** The housekeeper's side of the outbox; every method may throw a {@link RuntimeException} when the store fails. */
public interface OutboxStore {

    /** Which store it is, for people: {@code sqlite} or {@code mysql}. */
    String kind();

    /** Commits a small write to prove that the store still accepts writes. */
    void probe(Instant now);

    /** When a commit last succeeded. */
    Instant lastCommit();

    /** Whether the latest commit failed. */
    boolean failing();

    /** Reads every target's figures. */
    StoreStatus status(Instant now);

    /** Notifications acknowledged before this start that are not in the store. */
    Optional<MissingNotifications> missing();

    /** Why the last attempt of the target's first pending delivery failed, in short; empty when it did not. */
    Optional<String> lastFailure(String target);

    /**
     * Measures the store's size, and makes it refuse notifications from now on while that exceeds its limit.
     *
     * @return bytes in use, including a write-ahead log; free pages do not count
     */
    long measure();

    /** The free space of the store's disk in bytes; {@link Long#MAX_VALUE} when unknown, as on a server. */
    long free();

    /**
     * Parks the pending deliveries of a target that were committed before the time; for targets without a worker.
     *
     * @param most how many at most: webhooks wait while they are parked
     * @return how many were parked; 0 when none is left, or when a replica drains the target
     */
    int parkExpired(String target, Instant committedBefore, Instant now, int most);

    /**
     * Deletes finished notifications that arrived before the time, with their deliveries.
     *
     * @param most how many notifications at most, 1 to 200: webhooks wait while they are deleted
     * @return how many notifications were deleted; 0 when none is left
     */
    int purge(Instant receivedBefore, int most);

    /**
     * Deletes the oldest notifications that were delivered to every target, with their deliveries.
     *
     * @param most how many notifications at most, 1 to 200: webhooks wait while they are deleted
     * @return how many notifications were deleted; 0 when none is left
     */
    int purgeDelivered(Instant receivedBefore, int most);
}
