package io.tocsin.delivery.queue;

import java.time.Instant;

/**
 * The right to drain one target, held by one worker of one replica at a time.
 *
 * @param target the target's name
 * @param owner the replica that holds it
 * @param epoch grows with every acquisition; a result with an older epoch is not recorded
 * @param until when it ends unless renewed
 * @param pace the target's rate-limit state in the store at acquisition
 * @param takenOver whether the previous holder never released it, so that an attempt of its own may have been in progress
 */
public record Lease(String target, String owner, long epoch, Instant until, RateLimitState pace, boolean takenOver) {

    public Lease renewed(Instant newUntil) {
        return new Lease(target, owner, epoch, newUntil, pace, takenOver);
    }
}
