package io.tocsin.delivery.digest;

import io.tocsin.channel.RateLimit;
import io.tocsin.delivery.queue.DigestQueue;
import io.tocsin.delivery.queue.QueueHead;
import io.tocsin.delivery.queue.RateLimitState;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * Decides for one target when pending deliveries are merged, and how many.
 *
 * After a refused digest the size is halved, until the delivery that the provider refuses is sent alone and parked; each
 * success doubles it again.
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

    /** The largest number of deliveries in a digest. */
    int most() {
        return most;
    }

    /** Whether the next message may leave out the head of the queue; not twice in a row. */
    boolean mayPassHead() {
        return !headPassedOver;
    }

    /** Whether the queue is to be merged now. */
    boolean merges(QueueHead front, RateLimitState pace, Instant now) {
        if (front.waiting() < 2) {
            catchingUp = false;
            return false;
        }
        return most > 1 && (catchingUp || isShort(front, pace, now));
    }

    /** A critical delivery at position 3 or later would be delayed by more than one send. */
    private boolean isShort(QueueHead front, RateLimitState pace, Instant now) {
        if (limit == null) {
            return false;
        }
        return front.waiting() > pace.permitsLeft(limit, now)
                || (front.waiting() > 2
                        && queue.isUrgentBehind(
                                front.head().target(), front.head().sequence() + 1));
    }

    /** The queue is pending and grows. */
    void held() {
        catchingUp = true;
    }

    /** A message was delivered; {@code passed} when it left out the head of the queue. */
    void delivered(boolean passed) {
        most = Math.min(UNLIMITED, most * 2);
        headPassedOver = passed;
    }

    /** A message was given up; {@code passed} when it left out the head of the queue. */
    void parked(boolean passed) {
        headPassedOver = passed;
    }

    /** A digest of this size was refused. */
    void refused(int deliveries) {
        most = Math.max(1, deliveries / 2);
    }
}
