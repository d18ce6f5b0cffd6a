package io.tocsin.delivery.jdbc;

import io.tocsin.channel.FailureReason;
import java.time.Instant;
import java.util.List;
import org.springframework.jdbc.core.JdbcTemplate;

/** Parks expired deliveries of a queue without a worker, in the running transaction. */
record OrphanedQueue(JdbcTemplate jdbc, String target) {

    private static final String DETAIL = "its target is no longer configured, and it expired";

    /** A pending delivery, and how often it was tried. */
    private record Waiting(long sequence, int attempts) {}

    /** How many were parked; none while a replica that still knows the target holds its lease. */
    int park(Instant committedBefore, Instant now, int most) {
        List<Waiting> expired = isFree(now) ? expired(committedBefore, most) : List.of();
        if (!expired.isEmpty()) {
            expired.forEach(delivery -> park(delivery, now));
            updateTarget(expired.size());
        }
        return expired.size();
    }

    /** Locks the target's row as well, so that no replica acquires it before this is committed. */
    boolean isFree(Instant now) {
        return jdbc.update(
                        "UPDATE target SET holds = holds + 1 WHERE name = ? AND (lease_owner IS NULL OR lease_until <= ?)",
                        target,
                        now.toEpochMilli())
                == 1;
    }

    private List<Waiting> expired(Instant committedBefore, int most) {
        return jdbc.query(
                "SELECT d.seq, d.attempts FROM target t JOIN delivery d ON d.target = t.name AND d.seq >= t.head_seq"
                        + " AND d.state = 'PENDING' WHERE t.name = ? AND d.created_at < ? ORDER BY d.seq LIMIT " + most,
                (row, n) -> new Waiting(row.getLong(1), row.getInt(2)),
                target,
                committedBefore.toEpochMilli());
    }

    private void park(Waiting delivery, Instant now) {
        jdbc.update(
                "UPDATE delivery SET state = 'PARKED', attempts = attempts + 1, finished_at = ?, reason = ?, detail = ?,"
                        + " digest_of = NULL WHERE target = ? AND seq = ?",
                now.toEpochMilli(),
                FailureReason.EXPIRED.label(),
                DETAIL,
                target,
                delivery.sequence());
        AttemptLog attempts = new AttemptLog(jdbc);
        attempts.insertFailed(target, delivery.sequence(), delivery.attempts() + 1, now, FailureReason.EXPIRED, DETAIL);
    }

    private void updateTarget(int parked) {
        jdbc.update(
                "UPDATE target SET ended = ended + ?, parked = parked + ?, head_seq = ? WHERE name = ?",
                parked,
                parked,
                HeadSequence.find(jdbc, target),
                target);
    }
}
