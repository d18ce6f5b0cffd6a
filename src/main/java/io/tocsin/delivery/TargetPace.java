package io.tocsin.delivery;

import io.tocsin.channel.RateLimit;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * How fast a target may be sent to, and how it fares; kept in the store so that a restart or a fail-over honours it.
 *
 * @param sentAt when the latest attempts were made, oldest first, as far back as its rate limit looks
 * @param notBefore no attempt before this, because the provider asked us to wait
 * @param blockedSince when the attempts began to fail; null while they succeed
 */
public record TargetPace(
        List<Instant> sentAt, Instant notBefore, @Nullable Instant blockedSince) {

    public static final TargetPace FRESH = new TargetPace(List.of(), Instant.EPOCH, null);

    /** The earliest time at which another attempt keeps the limit, which may have passed. */
    Instant earliest(@Nullable RateLimit limit) {
        if (limit == null || sentAt.size() < limit.permits()) {
            return notBefore;
        }
        Instant oldestThatCounts = sentAt.get(sentAt.size() - limit.permits());
        return Collections.max(List.of(notBefore, oldestThatCounts.plus(limit.period())));
    }

    TargetPace attemptedAt(Instant at, @Nullable RateLimit limit) {
        if (limit == null) {
            return this;
        }
        List<Instant> latest = new ArrayList<>(sentAt);
        latest.add(at);
        int surplus = Math.max(0, latest.size() - limit.permits());
        return new TargetPace(List.copyOf(latest.subList(surplus, latest.size())), notBefore, blockedSince);
    }

    TargetPace working() {
        return new TargetPace(sentAt, notBefore, null);
    }

    TargetPace blockedAt(Instant at) {
        return blockedSince == null ? new TargetPace(sentAt, notBefore, at) : this;
    }

    TargetPace waitingUntil(Instant until) {
        return new TargetPace(sentAt, until, blockedSince);
    }
}
