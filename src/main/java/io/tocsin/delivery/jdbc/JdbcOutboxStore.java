package io.tocsin.delivery.jdbc;

import io.tocsin.delivery.OutboxStore;
import io.tocsin.delivery.StoreStatus;
import io.tocsin.delivery.StoreStatus.TargetStatus;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.springframework.jdbc.core.JdbcTemplate;

/** Looks after the store: is it well, what is in it, what can go. */
final class JdbcOutboxStore implements OutboxStore {

    /** Small enough that a webhook never waits long behind a purge. */
    private static final int PURGE_CHUNK = 50;

    private final JdbcTemplate jdbc;
    private final StoreWriter writer;
    private final String kind;
    private final StoreSize size;

    JdbcOutboxStore(JdbcTemplate jdbc, StoreWriter writer, String kind, StoreSize size) {
        this.jdbc = jdbc;
        this.writer = writer;
        this.kind = kind;
        this.size = size;
    }

    @Override
    public String kind() {
        return kind;
    }

    @Override
    public void probe(Instant now) {
        writer.write(() -> jdbc.update("UPDATE outbox_head SET probed_at = ? WHERE id = 1", now.toEpochMilli()));
    }

    @Override
    public Instant lastCommit() {
        return writer.commits().lastCommit();
    }

    @Override
    public boolean failing() {
        return writer.commits().failing();
    }

    @Override
    public StoreStatus status(Instant now) {
        Map<String, TargetStatus> targets = new TreeMap<>();
        jdbc.query(
                "SELECT t.name, t.pending, t.parked, t.not_before, t.blocked_since,"
                        + " (SELECT d.created_at FROM delivery d WHERE t.pending > 0 AND d.target = t.name"
                        + " AND d.seq >= t.head_seq AND d.state = 'PENDING' ORDER BY d.seq LIMIT 1) AS oldest"
                        + " FROM target t",
                row -> {
                    TargetStatus status = new TargetStatus(
                            row.getLong("pending"),
                            row.getLong("parked"),
                            Rows.instant(row, "oldest"),
                            Instant.ofEpochMilli(row.getLong("not_before")),
                            Rows.instant(row, "blocked_since"));
                    targets.put(row.getString("name"), status);
                });
        return new StoreStatus(now, targets);
    }

    @Override
    public long measure() {
        return size.measure();
    }

    @Override
    public int purge(Instant receivedBefore) {
        return purge(receivedBefore, "'PENDING'");
    }

    @Override
    public int purgeDelivered(Instant receivedBefore) {
        return purge(receivedBefore, "'PENDING', 'PARKED'");
    }

    private int purge(Instant receivedBefore, String sparedStates) {
        List<Long> ids = jdbc.queryForList(
                "SELECT n.id FROM notification n WHERE n.received_at < ? AND NOT EXISTS (SELECT 1 FROM delivery d"
                        + " WHERE d.notification_id = n.id AND d.state IN (" + sparedStates
                        + ")) ORDER BY n.received_at LIMIT " + PURGE_CHUNK,
                Long.class,
                receivedBefore.toEpochMilli());
        return ids.isEmpty() ? 0 : writer.write(() -> delete(ids));
    }

    private int delete(List<Long> ids) {
        String doomed = " IN (" + Rows.marks(ids) + ")";
        Object[] arguments = ids.toArray();
        jdbc.query(
                "SELECT target, COUNT(*) FROM delivery WHERE state = 'PARKED' AND notification_id" + doomed
                        + " GROUP BY target",
                row -> {
                    jdbc.update(
                            "UPDATE target SET parked = parked - ? WHERE name = ?", row.getLong(2), row.getString(1));
                },
                arguments);
        jdbc.update("DELETE FROM delivery WHERE notification_id" + doomed, arguments);
        return jdbc.update("DELETE FROM notification WHERE id" + doomed, arguments);
    }
}
