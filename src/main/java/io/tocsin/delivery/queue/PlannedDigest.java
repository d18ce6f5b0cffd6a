package io.tocsin.delivery.queue;

import io.tocsin.channel.Digest;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A digest that is about to be sent, or to be sent again.
 *
 * @param target the target's name
 * @param members the places of its deliveries, in ascending order
 * @param committed when each of them was committed
 * @param attempts how often the one that was tried most was tried
 * @param unexplained of that which has most of them, how many attempts failed for a reason that nobody knows
 * @param nextAttemptAt not to be tried before this
 * @param digest what it says
 * @param alone the delivery when it is only one, which is told in its own form instead; null when there are more
 * @param latest of each alert group in it the place of the last delivery, by the group's key
 */
public record PlannedDigest(
        String target,
        List<Long> members,
        List<Instant> committed,
        int attempts,
        int unexplained,
        Instant nextAttemptAt,
        Digest digest,
        @Nullable Delivery alone,
        Map<String, Long> latest) {

    /** When the oldest of its deliveries was committed. */
    public Instant oldest() {
        return committed.stream().min(Instant::compareTo).orElse(Instant.MAX);
    }

    /** The same one, after this attempt failed. */
    public PlannedDigest triedAgain(DigestResult failed) {
        boolean explained = failed.reason() == null || !failed.reason().isUnexplained();
        return new PlannedDigest(
                target,
                members,
                committed,
                attempts + 1,
                explained ? unexplained : unexplained + 1,
                failed.nextAttemptAt(),
                digest,
                alone,
                latest);
    }
}
