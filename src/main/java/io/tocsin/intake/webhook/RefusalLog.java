package io.tocsin.intake.webhook;

import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;

/** Logs refused webhooks: the first of a kind at once, then at most one a minute with their number. */
@Component
class RefusalLog {

    private static final Logger log = LoggerFactory.getLogger(RefusalLog.class);
    private static final long SILENCE_NANOS = 60_000_000_000L;

    private final Map<Kind, Tally> tallies = new HashMap<>();

    private record Kind(WebhookOutcome outcome, @Nullable Class<?> cause) {}

    private static final class Tally {
        private long count;
        private long loggedAt;
    }

    /**
     * @param cause logged with its stack; null when there is nothing more to know
     */
    void refused(WebhookAnswer answer, @Nullable Throwable cause) {
        Kind kind = new Kind(answer.outcome(), cause == null ? null : cause.getClass());
        long count = due(kind, System.nanoTime());
        if (count > 0) {
            String detail = String.valueOf(answer.detail()).replaceAll("\\p{Cntrl}", " ");
            log.warn(
                    "{} webhook(s) answered {}: {}",
                    count,
                    answer.outcome().status().value(),
                    detail,
                    cause);
        }
    }

    /** How many there were since the last logged one, this one included; 0 when it is too soon to log again. */
    private synchronized long due(Kind kind, long now) {
        Tally tally = tallies.computeIfAbsent(kind, added -> new Tally());
        tally.count++;
        boolean soon = tally.loggedAt != 0 && now - tally.loggedAt < SILENCE_NANOS;
        if (soon) {
            return 0;
        }
        long count = tally.count;
        tally.count = 0;
        tally.loggedAt = now;
        return count;
    }
}
