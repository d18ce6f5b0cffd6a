package io.tocsin.delivery.worker;

import io.tocsin.channel.FailureReason;
import io.tocsin.channel.RateLimit;
import io.tocsin.channel.SendResult;
import io.tocsin.channel.SendResult.Delivered;
import io.tocsin.channel.SendResult.Rejected;
import io.tocsin.channel.SendResult.Retryable;
import io.tocsin.channel.Target;
import io.tocsin.delivery.DeliveryProperties;
import io.tocsin.delivery.DeliveryState;
import io.tocsin.delivery.attempt.AttemptRunner;
import io.tocsin.delivery.attempt.DeliveryMeters;
import io.tocsin.delivery.attempt.RetryPolicy;
import io.tocsin.delivery.digest.DigestSender;
import io.tocsin.delivery.queue.AttemptResult;
import io.tocsin.delivery.queue.Delivery;
import io.tocsin.delivery.queue.DeliveryQueue;
import io.tocsin.delivery.queue.DigestResult;
import io.tocsin.delivery.queue.Lease;
import io.tocsin.delivery.queue.Outcome;
import io.tocsin.delivery.queue.PlannedDigest;
import io.tocsin.delivery.queue.QueueHead;
import io.tocsin.delivery.queue.RateLimitState;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Collections;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Drains one target's queue in order, one attempt at a time. It never waits: each step does what can be done now and returns
 * when to call it again.
 */
final class TargetWorker {

    private static final Logger log = LoggerFactory.getLogger(TargetWorker.class);

    /** An idle worker is woken; until then it sends no query to the store, and lets its lease end. */
    private static final Duration UNTIL_WOKEN = Duration.ofHours(1);

    private final Target target;
    private final DeliveryQueue queue;
    private final DigestSender digests;
    private final AttemptRunner runner;
    private final RetryPolicy retries;
    private final DeliveryProperties properties;
    private final DeliveryMeters meters;
    private final InstantSource clock;
    private @Nullable Lease lease;
    private RateLimitState pace = RateLimitState.FRESH;
    /** The head of the queue, read once and kept until it is due. */
    private @Nullable QueueHead front;
    /** Whether the queue may have grown since the head was read. */
    private boolean waited;
    /** The result of an attempt that is not stored yet. */
    private @Nullable Outcome unrecorded;

    TargetWorker(
            Target target,
            DeliveryQueue queue,
            DigestSender digests,
            AttemptRunner runner,
            RetryPolicy retries,
            DeliveryProperties properties,
            DeliveryMeters meters,
            InstantSource clock) {
        this.target = target;
        this.queue = queue;
        this.digests = digests;
        this.runner = runner;
        this.retries = retries;
        this.properties = properties;
        this.meters = meters;
        this.clock = clock;
    }

    /**
     * Makes at most one attempt; when there is none to make, one thread may be updated.
     *
     * @return when there may be more to do; a time that has come means at once
     */
    Instant step() {
        Instant next = advance();
        Instant now = clock.instant();
        Instant due = digests.threads().due();
        if (lease == null || !next.isAfter(now) || due.isAfter(next)) {
            return next;
        }
        if (due.isAfter(now)) {
            return due;
        }
        digests.threads().show(runner);
        return clock.instant();
    }

    private Instant advance() {
        Instant now = clock.instant();
        Lease held = hold(now);
        if (held == null) {
            return now.plus(UNTIL_WOKEN);
        }
        if (unrecorded != null) {
            record(held, unrecorded);
            return now;
        }
        PlannedDigest digest = digests.planned();
        if (digest != null) {
            return advance(held, digest, now);
        }
        if (front == null) {
            front = queue.front(target.name()).orElse(null);
        }
        return front == null ? now.plus(UNTIL_WOKEN) : advance(held, front, now);
    }

    /** Whether only new work can give it something to do before the time that the last step returned. */
    boolean awaitsWork() {
        return lease != null && front == null && digests.planned() == null;
    }

    /** Whether another replica has the target, so that there is nothing to do until it releases it. */
    boolean awaitsLease() {
        return lease == null;
    }

    /** Whether no attempt is running, and the result of the last one is stored. */
    boolean isBetweenAttempts() {
        return unrecorded == null && !runner.isRunning();
    }

    /** Lets another replica take over at once. */
    void release() {
        Lease held = lease;
        lease = null;
        if (held != null) {
            queue.release(held);
        }
    }

    private Instant advance(Lease held, QueueHead line, Instant now) {
        Delivery head = line.head();
        if (isExpired(head.createdAt(), now)) {
            String detail = "not delivered within " + properties.maxAge();
            park(held, head, now, FailureReason.EXPIRED, detail, pace);
            return now;
        }
        Instant pause = pause(head.nextAttemptAt(), now);
        if (pause != null) {
            waited = true;
            return pause;
        }
        if (waited) {
            waited = false;
            front = queue.front(target.name()).orElse(null);
            return front == null ? now : advance(held, front, now);
        }
        PlannedDigest digest = digests.next(line, pace, now).orElse(null);
        if (digest == null) {
            attempt(held, head);
        } else {
            plan(held, digest);
        }
        return clock.instant();
    }

    private Instant advance(Lease held, PlannedDigest digest, Instant now) {
        if (isExpired(digest.oldest(), now)) {
            record(held, digests.expired(digest, now, pace));
            return now;
        }
        Instant pause = pause(digest.nextAttemptAt(), now);
        if (pause != null) {
            return pause;
        }
        record(held, digests.send(digest, runner, pace));
        return clock.instant();
    }

    private boolean isExpired(Instant committed, Instant now) {
        return committed.plus(properties.maxAge()).isBefore(now);
    }

    /** When to come back; null when an attempt may be made now. */
    private @Nullable Instant pause(Instant nextAttemptAt, Instant now) {
        Instant earliest = Collections.max(List.of(nextAttemptAt, pace.earliest(target.rateLimit(), now)));
        boolean waits = earliest.isAfter(now) && !earliest.isAfter(now.plus(longestPause()));
        return waits ? Collections.min(List.of(earliest, now.plus(properties.pollInterval()))) : null;
    }

    /** A later time was recorded before the clock was set back, and would delay the target by that much. */
    private Duration longestPause() {
        RateLimit limit = target.rateLimit();
        return limit == null ? RetryPolicy.LONGEST : RetryPolicy.LONGEST.plus(limit.period());
    }

    /**
     * Until the store has answered the lease counts as lost, so that after a fault its records are read again. The next step
     * sends, after checking that enough of the lease is left.
     */
    private void plan(Lease held, PlannedDigest digest) {
        lease = null;
        front = null;
        lease = digests.plan(held, digest) ? held : null;
    }

    private void attempt(Lease held, Delivery delivery) {
        SendResult result = runner.send(delivery.message());
        Instant end = clock.instant();
        RateLimitState spent = pace.attemptedAt(end, target.rateLimit(), result.posts());
        if (result instanceof Delivered) {
            meters.attempt(target, null);
            record(held, delivered(delivery, end, spent));
            meters.latency(target, Duration.between(delivery.createdAt(), end));
        } else if (result instanceof Rejected rejected) {
            meters.attempt(target, rejected.reason());
            park(held, delivery, end, rejected.reason(), rejected.detail(), spent.working());
        } else if (result instanceof Retryable retryable) {
            meters.attempt(target, retryable.reason());
            retry(held, delivery, end, retryable, spent);
        }
    }

    private static AttemptResult delivered(Delivery delivery, Instant end, RateLimitState spent) {
        return new AttemptResult(delivery, DeliveryState.DELIVERED, end, end, null, null, spent.working());
    }

    private void retry(Lease held, Delivery delivery, Instant end, Retryable failure, RateLimitState spent) {
        int attempts = delivery.attempts() + 1;
        if (retries.givesUp(failure.reason(), delivery.unexplained() + 1)) {
            park(held, delivery, end, failure.reason(), failure.detail(), spent.blockedAt(end));
            return;
        }
        Instant next = end.plus(retries.delay(failure, attempts));
        log.warn(
                "{} was not delivered ({}: {}); attempt {} follows at {}",
                delivery.id(),
                failure.reason().label(),
                failure.detail(),
                attempts + 1,
                next);
        RateLimitState after =
                failure.reason() == FailureReason.THROTTLED ? spent.waitingUntil(next) : spent.blockedAt(end);
        record(
                held,
                new AttemptResult(
                        delivery, DeliveryState.PENDING, end, next, failure.reason(), failure.detail(), after));
    }

    private void park(
            Lease held, Delivery delivery, Instant at, FailureReason reason, String detail, RateLimitState after) {
        log.error(
                "{} is parked after {} attempts ({}: {})", delivery.id(), delivery.attempts(), reason.label(), detail);
        record(held, new AttemptResult(delivery, DeliveryState.PARKED, at, at, reason, detail, after));
    }

    private void record(Lease held, Outcome outcome) {
        unrecorded = outcome;
        boolean recorded = outcome instanceof AttemptResult attempt
                ? queue.record(held, attempt)
                : digests.record(held, (DigestResult) outcome);
        unrecorded = null;
        front = null;
        if (!recorded) {
            log.warn("{} was taken over by another replica; its last message may be sent twice", target.name());
            lease = null;
            return;
        }
        pace = outcome.pace();
        if (outcome instanceof AttemptResult attempt) {
            meters.recorded(target, attempt.state());
            digests.recorded(attempt);
        } else {
            digests.recorded((DigestResult) outcome);
        }
    }

    /** The lease with enough time left for one attempt; null while another replica has it. */
    private @Nullable Lease hold(Instant now) {
        Lease held = lease;
        if (held != null
                && held.until().isAfter(now.plus(properties.attemptTimeout()).plusSeconds(5))) {
            return held;
        }
        lease = held == null ? acquire(now) : renew(held, now);
        return lease;
    }

    private @Nullable Lease acquire(Instant now) {
        Lease acquired = queue.acquire(target.name(), now, now.plus(properties.leaseTime()))
                .orElse(null);
        if (acquired != null) {
            front = null;
            unrecorded = null;
            digests.begin(acquired.pace());
            pace = acquired.takenOver() ? acquired.pace().attemptedAt(now, target.rateLimit(), 1) : acquired.pace();
        }
        return acquired;
    }

    private @Nullable Lease renew(Lease held, Instant now) {
        Instant until = now.plus(properties.leaseTime());
        return queue.renew(held, until) ? held.renewed(until) : null;
    }
}
