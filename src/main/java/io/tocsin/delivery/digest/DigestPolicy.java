package io.tocsin.delivery.digest;

import io.tocsin.channel.RateLimit;
import io.tocsin.delivery.queue.DigestQueue;
import io.tocsin.delivery.queue.QueueHead;
import io.tocsin.delivery.queue.RateLimitState;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * Decides for one target when what waits is merged, and how much of it.
 *
 * <p>After a refused digest half as many deliveries make one, until the one that the provider refuses is sent alone and
 * parked; each success doubles that again.
 */
final class DigestPolicy {

    private static final int UNLIMITED = 1 << 20;

    private final @Nullable RateLimit limit;
    private final DigestQueue queue;
    private int most = UNLIMITED;
    private boolean catchingUp;
    private boolean headPassedOver;

    DigestPolicy(@Nullable RateLimit limit, DigestQueue queue) {
        this.limit = limit;
        this.queue = queue;
    }

    /** Of how many deliveries a digest may be made. */
    int most() {
        return most;
    }

    /** Whether the next message may leave out the head of the line; not twice in a row. */
    boolean mayPassHead() {
        return !headPassedOver;
    }

    /** Whether the line is to be merged now, as far as it fits. */
    boolean merges(QueueHead front, RateLimitState pace, Instant now) {
        if (front.waiting() < 2) {
            catchingUp = false;
            return false;
        }
        return most > 1 && (catchingUp || isShort(front, pace, now));
    }

    /** A critical delivery at the third place or later would be more than one send behind its arrival. */
    private boolean isShort(QueueHead front, RateLimitState pace, Instant now) {
        if (limit == null) {
            return false;
        }
        return front.waiting() > pace.permitsLeft(limit, now)
                || (front.waiting() > 2
                        && queue.isUrgentBehind(
                                front.head().target(), front.head().sequence() + 1));
    }

    /** The line waits for its target, and gathers. */
    void held() {
        catchingUp = true;
    }

    /** A message was delivered; {@code passed} when it left out the head of the line. */
    void delivered(boolean passed) {
        most = Math.min(UNLIMITED, most * 2);
        headPassedOver = passed;
    }

    /** A message was given up; {@code passed} when it left out the head of the line. */
    void parked(boolean passed) {
        headPassedOver = passed;
    }

    /** A digest of so many was refused. */
    void refused(int deliveries) {
        most = Math.max(1, deliveries / 2);
    }
}
