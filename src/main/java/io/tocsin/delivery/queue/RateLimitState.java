package io.tocsin.delivery.queue;

import io.tocsin.channel.RateLimit;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The rate-limit state of a target and since when it is blocked; kept in the store so that a restart or a fail-over honours it.
 *
 * @param sentAt when the latest attempts were made, oldest first, as far back as its rate limit reaches
 * @param notBefore no attempt before this, because the provider asked to wait
 * @param blockedSince when the attempts began to fail; null while they succeed
 */
public record RateLimitState(
        List<Instant> sentAt, Instant notBefore, @Nullable Instant blockedSince) {

    public static final RateLimitState FRESH = new RateLimitState(List.of(), Instant.EPOCH, null);

    /**
     * The earliest time at which another attempt keeps the limit, which may have passed. The last quarter of the permits is
     * spread over the time until others return, so that the next delivery never waits for a whole period.
     */
    public Instant earliest(@Nullable RateLimit limit, Instant now) {
        return limit == null ? notBefore : Collections.max(List.of(notBefore, permitted(limit, now)));
    }

    private Instant permitted(RateLimit limit, Instant now) {
        List<Instant> counting = counting(limit, now);
        int left = limit.permits() - counting.size();
        if (counting.isEmpty() || left > limit.permits() / 4) {
            return Instant.EPOCH;
        }
        if (left <= 0) {
            return counting.get(-left).plus(limit.period());
        }
        Instant last = counting.get(counting.size() - 1);
        Instant nextReturns = counting.get(0).plus(limit.period());
        return last.plus(Duration.between(last, nextReturns).dividedBy(left + 1));
    }

    /** How many attempts keep the limit now. */
    public int permitsLeft(RateLimit limit, Instant now) {
        return Math.max(0, limit.permits() - counting(limit, now).size());
    }

    private List<Instant> counting(RateLimit limit, Instant now) {
        return sentAt.stream()
                .filter(at -> at.plus(limit.period()).isAfter(now))
                .toList();
    }

    /**
     * After an attempt that sent so many messages. Each beyond the first counts as made one permit's share of the period later
     * than the one before, so that the next wait makes up for it.
     */
    public RateLimitState attemptedAt(Instant at, @Nullable RateLimit limit, int posts) {
        if (limit == null) {
            return this;
        }
        List<Instant> latest = new ArrayList<>(sentAt);
        Duration share = limit.period().dividedBy(limit.permits());
        for (int post = 0; post < posts; post++) {
            latest.add(at.plus(share.multipliedBy(post)));
        }
        Collections.sort(latest);
        int surplus = Math.max(0, latest.size() - limit.permits());
        return new RateLimitState(List.copyOf(latest.subList(surplus, latest.size())), notBefore, blockedSince);
    }

    public RateLimitState working() {
        return new RateLimitState(sentAt, notBefore, null);
    }

    public RateLimitState blockedAt(Instant at) {
        return blockedSince == null ? new RateLimitState(sentAt, notBefore, at) : this;
    }

    public RateLimitState waitingUntil(Instant until) {
        return new RateLimitState(sentAt, until, blockedSince);
    }
}
