package io.tocsin.delivery.jdbc;

import io.tocsin.channel.FailureReason;
import io.tocsin.delivery.DeliveryState;
import io.tocsin.delivery.jdbc.store.AppendLock;
import io.tocsin.delivery.jdbc.store.Rows;
import io.tocsin.delivery.queue.AttemptResult;
import io.tocsin.delivery.queue.DeliveryQueue;
import io.tocsin.delivery.queue.Lease;
import io.tocsin.delivery.queue.QueueHead;
import io.tocsin.delivery.queue.RateLimitState;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import org.springframework.jdbc.core.JdbcTemplate;
import tools.jackson.databind.json.JsonMapper;

/** The queues of the targets, their leases and their records. */
final class JdbcDeliveryQueue implements DeliveryQueue {

    private final JdbcTemplate jdbc;
    private final StoreWriter writer;
    private final DeliveryRows rows;
    private final String owner;
    private final boolean alone;
    private final AttemptLog attempts;

    /**
     * @param owner this replica, at this start
     * @param alone whether no other process can use the store, so that any existing lease belongs to one that died
     */
    JdbcDeliveryQueue(JdbcTemplate jdbc, StoreWriter writer, JsonMapper json, String owner, boolean alone) {
        this.jdbc = jdbc;
        this.writer = writer;
        this.rows = new DeliveryRows(json);
        this.owner = owner;
        this.alone = alone;
        this.attempts = new AttemptLog(jdbc);
    }

    @Override
    public void register(Collection<String> targets) {
        writer.inTurn(() -> {
            // Another replica that starts now would find them missing too.
            AppendLock.take(jdbc);
            targets.stream().sorted().forEach(this::register);
            return true;
        });
    }

    private void register(String target) {
        jdbc.update(
                "INSERT INTO target (name, head_seq, ended, parked, lease_until, epoch, sent_at, not_before)"
                        + " SELECT ?, 1, 0, 0, 0, 0, '', 0 FROM outbox_head"
                        + " WHERE NOT EXISTS (SELECT 1 FROM target WHERE name = ?)",
                target,
                target);
        jdbc.update(
                "INSERT INTO queue_end (target, next_seq) SELECT ?, 1 FROM outbox_head"
                        + " WHERE NOT EXISTS (SELECT 1 FROM queue_end WHERE target = ?)",
                target,
                target);
    }

    @Override
    public Optional<Lease> acquire(String target, Instant now, Instant until) {
        return writer.write(() -> {
            boolean held = held(target);
            Instant foreignEnd = alone ? Instant.MAX : now;
            int taken = jdbc.update(
                    "UPDATE target SET lease_owner = ?, lease_until = ?, epoch = epoch + 1"
                            + " WHERE name = ? AND (lease_owner IS NULL OR lease_owner = ? OR lease_until <= ?)",
                    owner,
                    until.toEpochMilli(),
                    target,
                    owner,
                    millis(foreignEnd));
            return taken == 0 ? Optional.empty() : Optional.of(lease(target, until, held));
        });
    }

    /** Whether a lease is held or was never released; may be wrong in a race, which costs one permit of the rate limit. */
    private boolean held(String target) {
        String sql = "SELECT COUNT(*) FROM target WHERE name = ? AND lease_owner IS NOT NULL";
        return Integer.valueOf(1).equals(jdbc.queryForObject(sql, Integer.class, target));
    }

    private Lease lease(String target, Instant until, boolean takenOver) {
        Lease lease = jdbc.queryForObject(
                "SELECT epoch, sent_at, not_before, blocked_since FROM target WHERE name = ?",
                (row, n) -> new Lease(target, owner, row.getLong(1), until, pace(row), takenOver),
                target);
        if (lease == null) {
            throw new IllegalStateException("target " + target + " vanished");
        }
        return lease;
    }

    private static RateLimitState pace(ResultSet row) throws SQLException {
        String log = row.getString("sent_at");
        List<Instant> sentAt = log.isEmpty()
                ? List.of()
                : Arrays.stream(log.split(",", -1))
                        .map(time -> Instant.ofEpochMilli(Long.parseLong(time)))
                        .toList();
        Instant notBefore = Instant.ofEpochMilli(row.getLong("not_before"));
        return new RateLimitState(sentAt, notBefore, Rows.instant(row, "blocked_since"));
    }

    @Override
    public boolean renew(Lease lease, Instant until) {
        return writer.write(() -> jdbc.update(
                        "UPDATE target SET lease_until = ? WHERE name = ? AND lease_owner = ? AND epoch = ?",
                        until.toEpochMilli(),
                        lease.target(),
                        lease.owner(),
                        lease.epoch())
                == 1);
    }

    @Override
    public void release(Lease lease) {
        writer.write(() -> jdbc.update(
                "UPDATE target SET lease_owner = NULL, lease_until = 0 WHERE name = ? AND lease_owner = ? AND epoch = ?",
                lease.target(),
                lease.owner(),
                lease.epoch()));
    }

    @Override
    public Collection<String> workable(Instant now) {
        return jdbc.queryForList(
                "SELECT name FROM queue WHERE pending > 0 AND (lease_owner IS NULL OR lease_owner = ? OR lease_until <= ?)",
                String.class,
                owner,
                millis(alone ? Instant.MAX : now));
    }

    @Override
    public Optional<QueueHead> front(String target) {
        return jdbc
                .query(
                        "SELECT " + DeliveryRows.COLUMNS + ", d.pending" + DeliveryRows.waiting(1),
                        (row, n) -> new QueueHead(rows.read(target, row), row.getLong("pending")),
                        target,
                        0)
                .stream()
                .findFirst();
    }

    @Override
    public boolean record(Lease lease, AttemptResult attempt) {
        return writer.write(() -> {
            boolean recorded = updateTarget(lease, attempt) == 1 && updateDelivery(attempt) == 1;
            if (recorded) {
                attempts.insertAttempt(attempt);
            }
            return recorded;
        });
    }

    /**
     * Fenced: the row changes only while the lease still holds, and only once for each attempt, also when the answer to
     * an earlier record of it was lost.
     */
    private int updateTarget(Lease lease, AttemptResult attempt) {
        int ended = attempt.state() == DeliveryState.PENDING ? 0 : 1;
        int parked = attempt.state() == DeliveryState.PARKED ? 1 : 0;
        Instant blockedSince = attempt.pace().blockedSince();
        return jdbc.update(
                "UPDATE target SET sent_at = ?, not_before = ?, blocked_since = ?, head_seq = ?, ended = ended + ?,"
                        + " parked = parked + ? WHERE name = ? AND lease_owner = ? AND epoch = ? AND EXISTS (SELECT 1 FROM"
                        + " delivery WHERE target = ? AND seq = ? AND state = 'PENDING' AND attempts = ?)",
                Rows.times(attempt.pace().sentAt()),
                attempt.pace().notBefore().toEpochMilli(),
                blockedSince == null ? null : blockedSince.toEpochMilli(),
                attempt.delivery().sequence() + ended,
                ended,
                parked,
                lease.target(),
                lease.owner(),
                lease.epoch(),
                attempt.delivery().target(),
                attempt.delivery().sequence(),
                attempt.delivery().attempts());
    }

    private int updateDelivery(AttemptResult attempt) {
        FailureReason reason = attempt.reason();
        boolean ended = attempt.state() != DeliveryState.PENDING;
        return jdbc.update(
                "UPDATE delivery SET state = ?, attempts = attempts + 1, next_attempt_at = ?, finished_at = ?,"
                        + " reason = ?, detail = ?, digest_of = NULL WHERE target = ? AND seq = ? AND state = 'PENDING'",
                attempt.state().name(),
                attempt.nextAttemptAt().toEpochMilli(),
                ended ? attempt.at().toEpochMilli() : null,
                reason == null ? null : reason.label(),
                attempt.detail(),
                attempt.delivery().target(),
                attempt.delivery().sequence());
    }

    private static long millis(Instant instant) {
        return instant.equals(Instant.MAX) ? Long.MAX_VALUE : instant.toEpochMilli();
    }
}
