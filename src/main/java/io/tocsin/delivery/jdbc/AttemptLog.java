package io.tocsin.delivery.jdbc;

import io.tocsin.channel.FailureReason;
import io.tocsin.delivery.queue.AttemptResult;
import java.time.Instant;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.JdbcTemplate;

/**
 * Keeps failures, in the transaction that records the attempt: the first ten of a delivery and the latest forty, so that a
 * target that is down for weeks costs no more than these.
 */
final class AttemptLog {

    static final int FIRST = 10;
    static final int LATEST = 40;

    private final JdbcTemplate jdbc;

    AttemptLog(JdbcTemplate jdbc) {
        this.jdbc = jdbc;
    }

    /** Records an attempt unless it succeeded; in the running transaction, and once for each attempt. */
    void insertAttempt(AttemptResult attempt) {
        FailureReason reason = attempt.reason();
        if (reason == null) {
            return;
        }
        String target = attempt.delivery().target();
        long sequence = attempt.delivery().sequence();
        insertFailed(target, sequence, attempt.delivery().attempts() + 1, attempt.at(), reason, attempt.detail());
    }

    /** Records a failed attempt of a delivery, by its number. */
    void insertFailed(
            String target, long sequence, int number, Instant at, FailureReason reason, @Nullable String detail) {
        jdbc.update(
                "INSERT INTO attempt (target, seq, number, ended_at, reason, detail) VALUES (?, ?, ?, ?, ?, ?)",
                target,
                sequence,
                number,
                at.toEpochMilli(),
                reason.label(),
                detail);
        if (number > FIRST + LATEST) {
            jdbc.update(
                    "DELETE FROM attempt WHERE target = ? AND seq = ? AND number > ? AND number <= ?",
                    target,
                    sequence,
                    FIRST,
                    number - LATEST);
        }
    }
}
