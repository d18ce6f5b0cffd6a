package io.tocsin.delivery.jdbc;

import io.tocsin.channel.FailureReason;
import io.tocsin.channel.MessageAlert;
import io.tocsin.channel.MessageContent;
import io.tocsin.delivery.Attempt;
import io.tocsin.delivery.Delivery;
import io.tocsin.delivery.DeliveryQueue;
import io.tocsin.delivery.DeliveryState;
import io.tocsin.delivery.Lease;
import io.tocsin.delivery.TargetPace;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.JdbcTemplate;
import tools.jackson.databind.json.JsonMapper;

/** The lines of the targets, their leases and their records. */
final class JdbcDeliveryQueue implements DeliveryQueue {

    private final JdbcTemplate jdbc;
    private final StoreWriter writer;
    private final JsonMapper json;
    private final String owner;
    private final boolean alone;
    private final AttemptLog attempts;

    /**
     * @param owner this replica, at this start
     * @param alone whether no other process can use the store, so that any lease found is of one that died
     */
    JdbcDeliveryQueue(JdbcTemplate jdbc, StoreWriter writer, JsonMapper json, String owner, boolean alone) {
        this.jdbc = jdbc;
        this.writer = writer;
        this.json = json;
        this.owner = owner;
        this.alone = alone;
        this.attempts = new AttemptLog(jdbc);
    }

    @Override
    public void register(Collection<String> targets) {
        writer.write(() -> {
            targets.stream().sorted().forEach(this::register);
            return true;
        });
    }

    private void register(String target) {
        jdbc.update(
                "INSERT INTO target (name, next_seq, head_seq, pending, parked, lease_until, epoch, sent_at, not_before)"
                        + " SELECT ?, 1, 1, 0, 0, 0, 0, '', 0 FROM outbox_head"
                        + " WHERE NOT EXISTS (SELECT 1 FROM target WHERE name = ?)",
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

    /** Whether somebody holds it or never gave it back; wrong in a race, which costs one permit of the rate limit. */
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

    private static TargetPace pace(ResultSet row) throws SQLException {
        String log = row.getString("sent_at");
        List<Instant> sentAt = log.isEmpty()
                ? List.of()
                : Arrays.stream(log.split(",", -1))
                        .map(time -> Instant.ofEpochMilli(Long.parseLong(time)))
                        .toList();
        Instant notBefore = Instant.ofEpochMilli(row.getLong("not_before"));
        return new TargetPace(sentAt, notBefore, Rows.instant(row, "blocked_since"));
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
    public Optional<Delivery> head(String target) {
        return jdbc
                .query(
                        "SELECT d.seq, d.notification_id, d.created_at, d.attempts, d.next_attempt_at, d.alert_indexes,"
                                + " n.content, f.target AS fallback_of FROM target t JOIN delivery d ON d.target = t.name AND d.seq >= t.head_seq"
                                + " JOIN notification n ON n.id = d.notification_id"
                                + " LEFT JOIN fallback f ON f.to_target = d.target AND f.to_seq = d.seq"
                                + " WHERE t.name = ? AND t.pending > 0 AND d.state = 'PENDING' ORDER BY d.seq LIMIT 1",
                        (row, n) -> delivery(target, row),
                        target)
                .stream()
                .findFirst();
    }

    private Delivery delivery(String target, ResultSet row) throws SQLException {
        MessageContent content = json.readValue(row.getString("content"), MessageContent.class);
        return new Delivery(
                target,
                row.getLong("seq"),
                row.getLong("notification_id"),
                Instant.ofEpochMilli(row.getLong("created_at")),
                row.getInt("attempts"),
                Instant.ofEpochMilli(row.getLong("next_attempt_at")),
                select(content, row.getString("alert_indexes")),
                row.getString("fallback_of"));
    }

    static MessageContent select(MessageContent content, @Nullable String indexes) {
        if (indexes == null) {
            return content;
        }
        List<MessageAlert> chosen = Arrays.stream(indexes.split(",", -1))
                .map(index -> content.alerts().get(Integer.parseInt(index)))
                .toList();
        return content.withAlerts(chosen);
    }

    @Override
    public boolean record(Lease lease, Attempt attempt) {
        return writer.write(() -> {
            boolean recorded = updateTarget(lease, attempt) == 1 && updateDelivery(attempt) == 1;
            if (recorded) {
                attempts.insertAttempt(attempt);
            }
            return recorded;
        });
    }

    /** Fenced: the row changes only while the lease still holds, and only once for a delivery that has ended. */
    private int updateTarget(Lease lease, Attempt attempt) {
        int ended = attempt.state() == DeliveryState.PENDING ? 0 : 1;
        int parked = attempt.state() == DeliveryState.PARKED ? 1 : 0;
        Instant blockedSince = attempt.pace().blockedSince();
        return jdbc.update(
                "UPDATE target SET sent_at = ?, not_before = ?, blocked_since = ?, head_seq = ?, pending = pending - ?,"
                        + " parked = parked + ? WHERE name = ? AND lease_owner = ? AND epoch = ? AND EXISTS (SELECT 1 FROM"
                        + " delivery WHERE target = ? AND seq = ? AND state = 'PENDING')",
                attempt.pace().sentAt().stream()
                        .map(at -> String.valueOf(at.toEpochMilli()))
                        .collect(Collectors.joining(",")),
                attempt.pace().notBefore().toEpochMilli(),
                blockedSince == null ? null : blockedSince.toEpochMilli(),
                attempt.delivery().sequence() + ended,
                ended,
                parked,
                lease.target(),
                lease.owner(),
                lease.epoch(),
                attempt.delivery().target(),
                attempt.delivery().sequence());
    }

    private int updateDelivery(Attempt attempt) {
        FailureReason reason = attempt.reason();
        boolean ended = attempt.state() != DeliveryState.PENDING;
        return jdbc.update(
                "UPDATE delivery SET state = ?, attempts = attempts + 1, next_attempt_at = ?, finished_at = ?,"
                        + " reason = ?, detail = ? WHERE target = ? AND seq = ? AND state = 'PENDING'",
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
