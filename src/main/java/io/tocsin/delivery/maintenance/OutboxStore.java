package io.tocsin.delivery.maintenance;

import java.time.Instant;
import java.util.Optional;

/** The housekeeper's side of the outbox; every method may throw a {@link RuntimeException} when the store fails. */
public interface OutboxStore {

    /** Which store it is, for people: {@code sqlite} or {@code mysql}. */
    String kind();

    /** Commits a trifle to prove that the store still takes writes. */
    void probe(Instant now);

    /** When a commit last succeeded. */
    Instant lastCommit();

    /** Whether the latest commit failed. */
    boolean failing();

    /** Reads every target's figures. */
    StoreStatus status(Instant now);

    /** What was acknowledged before this start and is not in the store. */
    Optional<MissingNotifications> missing();

    /** Why the first delivery that waits for the target failed when it was last tried, in a few words; empty when it did not. */
    Optional<String> lastFailure(String target);

    /**
     * Measures what the store takes, and lets it refuse notifications from now on while that is as much as it may be.
     *
     * @return bytes in use, with those of a write-ahead log; what was deleted and can be used again does not count
     */
    long measure();

    /** How much of the store's disk is left, in bytes; {@link Long#MAX_VALUE} when that is not known, as on a server. */
    long free();

    /**
     * Parks the deliveries of a target that were committed before the time and wait still; for targets that nobody serves.
     *
     * @param most how many at most: webhooks wait while they are parked
     * @return how many were parked; 0 when none is left, or when a replica serves the target
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
