package io.tocsin.delivery.digest;

import io.tocsin.channel.Digests;
import io.tocsin.channel.FailureReason;
import io.tocsin.channel.SendResult;
import io.tocsin.channel.SendResult.Rejected;
import io.tocsin.channel.SendResult.Retryable;
import io.tocsin.channel.Target;
import io.tocsin.delivery.DeliveryId;
import io.tocsin.delivery.attempt.AttemptRunner;
import io.tocsin.delivery.attempt.DeliveryMeters;
import io.tocsin.delivery.attempt.RetryPolicy;
import io.tocsin.delivery.queue.AttemptResult;
import io.tocsin.delivery.queue.Delivery;
import io.tocsin.delivery.queue.DigestQueue;
import io.tocsin.delivery.queue.DigestResult;
import io.tocsin.delivery.queue.DigestResult.End;
import io.tocsin.delivery.queue.Lease;
import io.tocsin.delivery.queue.PlannedDigest;
import io.tocsin.delivery.queue.QueueHead;
import io.tocsin.delivery.queue.RateLimitState;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The part of a worker that merges: it plans the next digest, sends it, and records the result. */
public final class DigestSender {

    private static final Logger log = LoggerFactory.getLogger(DigestSender.class);

    private final Target target;
    private final @Nullable Digests form;
    private final DigestQueue queue;
    private final DigestPlanner planner;
    private final DigestPolicy policy;
    private final RetryPolicy retries;
    private final DeliveryMeters meters;
    private final InstantSource clock;
    private final ThreadRefresher threads;
    private @Nullable PlannedDigest planned;
    private boolean passesHead;

    public DigestSender(
            Target target, DigestQueue queue, RetryPolicy retries, DeliveryMeters meters, InstantSource clock) {
        this.target = target;
        this.form = target.notifier().digests().orElse(null);
        this.queue = queue;
        this.planner = new DigestPlanner(target.name(), queue, form, clock);
        this.policy = new DigestPolicy(target.rateLimit(), queue);
        this.retries = retries;
        this.meters = meters;
        this.clock = clock;
        this.threads = new ThreadRefresher(target, queue, retries, clock);
    }

    /** What the threads of the target's groups do not show yet. */
    public ThreadRefresher threads() {
        return threads;
    }

    /** The digest to send before anything else; null when there is none. */
    public @Nullable PlannedDigest planned() {
        return planned;
    }

    /** Starts from the store's state, under a lease that was just acquired with this rate-limit state. */
    public void begin(RateLimitState pace) {
        planned = planner.unfinished().orElse(null);
        if (pace.blockedSince() != null) {
            policy.held();
        }
        threads.forget();
    }

    /** What to send now instead of the head alone; empty when the head is to be sent. */
    public Optional<PlannedDigest> next(QueueHead front, RateLimitState pace, Instant now) {
        if (!policy.merges(front, pace, now)) {
            return Optional.empty();
        }
        Optional<PlannedDigest> next = planner.next(front.head(), policy.most(), policy.mayPassHead());
        passesHead =
                next.isPresent() && !next.get().members().contains(front.head().sequence());
        return next;
    }

    /** Records durably that this is the next message; false when the lease was lost. */
    public boolean plan(Lease held, PlannedDigest next) {
        boolean noted = queue.plan(held, next.members());
        planned = noted ? next : null;
        return noted;
    }

    public DigestResult send(PlannedDigest digest, AttemptRunner runner, RateLimitState pace) {
        SendResult result = result(digest, runner);
        Instant end = clock.instant();
        RateLimitState spent = pace.attemptedAt(end, target.rateLimit(), result.posts());
        if (result instanceof Rejected rejected) {
            meters.attempt(target, rejected.reason());
            return refused(digest, end, rejected.reason(), rejected.detail(), spent.working());
        }
        if (result instanceof Retryable retryable) {
            meters.attempt(target, retryable.reason());
            return failed(digest, end, retryable, spent);
        }
        meters.attempt(target, null);
        return attempt(digest, End.DELIVERED, end, end, null, null, spent.working());
    }

    private SendResult result(PlannedDigest digest, AttemptRunner runner) {
        Delivery alone = digest.alone();
        return alone == null
                ? runner.send(Objects.requireNonNull(form, "a planned digest has a form"), digest)
                : runner.send(alone.message());
    }

    private DigestResult failed(PlannedDigest digest, Instant end, Retryable failure, RateLimitState spent) {
        int attempts = digest.attempts() + 1;
        if (retries.givesUp(failure.reason(), digest.unexplained() + 1)) {
            return refused(digest, end, failure.reason(), failure.detail(), spent.blockedAt(end));
        }
        Instant next = end.plus(retries.delay(failure, attempts));
        log.warn(
                "Digest {} of {} deliveries was not delivered ({}: {}); attempt {} follows at {}",
                digest.digest().identity(),
                digest.members().size(),
                failure.reason().label(),
                failure.detail(),
                attempts + 1,
                next);
        // A provider that throttles has not accepted it; the next digest may include newer deliveries.
        return failure.reason() == FailureReason.THROTTLED
                ? attempt(
                        digest, End.DISSOLVED, end, next, failure.reason(), failure.detail(), spent.waitingUntil(next))
                : attempt(digest, End.KEPT, end, next, failure.reason(), failure.detail(), spent.blockedAt(end));
    }

    /** When one of its deliveries may be the cause, the others must not be parked with it; otherwise all are. */
    private DigestResult refused(
            PlannedDigest digest, Instant end, FailureReason reason, String detail, RateLimitState after) {
        if (digest.alone() != null || !reason.mayLieInContent()) {
            for (long member : digest.members()) {
                log.error(
                        "{} is parked after {} attempts ({}: {})",
                        new DeliveryId(target.name(), member),
                        digest.attempts(),
                        reason.label(),
                        detail);
            }
            return attempt(digest, End.PARKED, end, end, reason, detail, after);
        }
        log.warn(
                "Digest {} of {} deliveries is refused ({}: {}); they are sent in smaller parts",
                digest.digest().identity(),
                digest.members().size(),
                reason.label(),
                detail);
        policy.refused(digest.members().size());
        return attempt(digest, End.DISSOLVED, end, end, reason, detail, after);
    }

    /** Its oldest delivery is expired, and is to be parked by itself. */
    public DigestResult expired(PlannedDigest digest, Instant now, RateLimitState pace) {
        return attempt(digest, End.DISSOLVED, now, now, FailureReason.EXPIRED, "expired", pace);
    }

    private DigestResult attempt(
            PlannedDigest digest,
            End end,
            Instant at,
            Instant next,
            @Nullable FailureReason reason,
            @Nullable String detail,
            RateLimitState pace) {
        return new DigestResult(target.name(), digest.members(), end, at, next, reason, detail, pace);
    }

    public boolean record(Lease held, DigestResult attempt) {
        return queue.record(held, attempt);
    }

    /** Continues after the store has recorded the result. */
    public void recorded(DigestResult attempt) {
        PlannedDigest digest = planned;
        planned = null;
        if (digest == null) {
            return;
        }
        Delivery alone = digest.alone();
        if (alone != null) {
            threads.sent(alone);
        }
        if (attempt.end() == End.DELIVERED) {
            policy.delivered(passesHead);
            if (alone == null) {
                threads.toldElsewhere(digest);
            }
            meters.digest(target, digest.members().size());
            digest.committed().forEach(since -> meters.latency(target, Duration.between(since, attempt.at())));
            return;
        }
        if (attempt.end() == End.PARKED) {
            policy.parked(passesHead);
            meters.parked(target, digest.members().size());
            return;
        }
        policy.held();
        planned = attempt.end() == End.KEPT ? digest.triedAgain(attempt) : null;
    }

    /** Continues after an attempt to send the head alone. */
    public void recorded(AttemptResult attempt) {
        threads.sent(attempt.delivery());
        switch (attempt.state()) {
            case PENDING -> policy.held();
            case PARKED -> policy.parked(false);
            default -> policy.delivered(false);
        }
    }
}
