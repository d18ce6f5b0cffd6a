package io.tocsin.delivery.jdbc;

import io.tocsin.delivery.jdbc.store.AppendLock;
import io.tocsin.delivery.jdbc.store.Rows;
import io.tocsin.delivery.jdbc.store.Store;
import io.tocsin.delivery.jdbc.store.StoreSize;
import io.tocsin.delivery.maintenance.MissingNotifications;
import io.tocsin.delivery.maintenance.OutboxStore;
import io.tocsin.delivery.maintenance.StoreStatus;
import io.tocsin.delivery.maintenance.StoreStatus.TargetStatus;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.JdbcTemplate;

/** Maintains the store: its health, its figures, its purge. */
final class JdbcOutboxStore implements OutboxStore {

    private final JdbcTemplate jdbc;
    private final StoreWriter writer;
    private final String kind;
    private final @Nullable MissingNotifications missing;
    private final StoreSize size;

    JdbcOutboxStore(Store store, StoreWriter writer, StoreSize size) {
        this.jdbc = new JdbcTemplate(store.dataSource());
        this.writer = writer;
        this.kind = store.kind();
        this.missing = store.missing();
        this.size = size;
    }

    @Override
    public String kind() {
        return kind;
    }

    @Override
    public void probe(Instant now) {
        writer.inTurn(() -> jdbc.update("UPDATE outbox_head SET probed_at = ? WHERE id = 1", now.toEpochMilli()));
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
        for (Line line : lines()) {
            Instant oldest = line.pending() == 0 ? null : oldest(line.target(), line.head());
            targets.put(
                    line.target(),
                    new TargetStatus(line.pending(), line.parked(), oldest, line.notBefore(), line.blockedSince()));
        }
        return new StoreStatus(now, targets);
    }

    private record Line(
            String target,
            long head,
            long pending,
            long parked,
            Instant notBefore,
            @Nullable Instant blockedSince) {}

    private List<Line> lines() {
        return jdbc.query(
                "SELECT name, head_seq, pending, parked, not_before, blocked_since FROM queue",
                (row, n) -> new Line(
                        row.getString("name"),
                        row.getLong("head_seq"),
                        row.getLong("pending"),
                        row.getLong("parked"),
                        Instant.ofEpochMilli(row.getLong("not_before")),
                        Rows.instant(row, "blocked_since")));
    }

    /** Not a subquery of the queues, for which MySQL would read the whole history of each. */
    private @Nullable Instant oldest(String target, long head) {
        return jdbc
                .queryForList(
                        "SELECT created_at FROM delivery WHERE target = ? AND seq >= ? AND state = 'PENDING'"
                                + " ORDER BY seq LIMIT 1",
                        Long.class,
                        target,
                        head)
                .stream()
                .findFirst()
                .map(Instant::ofEpochMilli)
                .orElse(null);
    }

    @Override
    public long measure() {
        return size.measure();
    }

    @Override
    public Optional<MissingNotifications> missing() {
        return Optional.ofNullable(missing);
    }

    @Override
    public long free() {
        return size.free();
    }

    @Override
    public Optional<String> lastFailure(String target) {
        String sql =
                "SELECT d.reason, d.detail FROM queue t JOIN delivery d ON d.target = t.name AND d.seq >= t.head_seq"
                        + " WHERE t.name = ? AND t.pending > 0 AND d.state = 'PENDING' ORDER BY d.seq LIMIT 1";
        List<String> said = new ArrayList<>();
        jdbc.query(
                sql,
                row -> {
                    String reason = row.getString(1);
                    if (reason != null) {
                        said.add(said(reason, row.getString(2)));
                    }
                },
                target);
        return said.stream().findFirst();
    }

    private static String said(String reason, @Nullable String detail) {
        return detail == null || detail.isBlank() ? reason : reason + ": " + detail;
    }

    @Override
    public int parkExpired(String target, Instant committedBefore, Instant now, int most) {
        return writer.write(() -> new OrphanedQueue(jdbc, target).park(committedBefore, now, most));
    }

    @Override
    public int purge(Instant receivedBefore, int most) {
        return purge(receivedBefore, most, "");
    }

    @Override
    public int purgeDelivered(Instant receivedBefore, int most) {
        return purge(receivedBefore, most, " OR d.state = 'PARKED'");
    }

    /** Pending ones are those that did not finish: a condition for which SQLite does not read all of their state. */
    private int purge(Instant receivedBefore, int most, String sparedToo) {
        List<Long> ids = jdbc.queryForList(
                "SELECT n.id FROM notification n WHERE n.received_at < ? AND NOT EXISTS (SELECT 1 FROM delivery d"
                        + " WHERE d.notification_id = n.id AND (d.finished_at IS NULL" + sparedToo
                        + ")) ORDER BY n.received_at LIMIT ?",
                Long.class,
                receivedBefore.toEpochMilli(),
                most);
        return ids.isEmpty() ? purgeThreads(receivedBefore) : writer.inTurn(() -> delete(ids));
    }

    /** At the end of a purge; a thread without updates for so long is followed by a new one. */
    private int purgeThreads(Instant toldBefore) {
        writer.write(() -> jdbc.update("DELETE FROM message_thread WHERE updated_at < ?", toldBefore.toEpochMilli()));
        return 0;
    }

    /** Deliveries that were sent again meanwhile are pending again, and stay. */
    private int delete(List<Long> finished) {
        AppendLock.take(jdbc);
        List<Long> ids = withoutPending(finished);
        return ids.isEmpty() ? 0 : deleteRows(ids);
    }

    private List<Long> withoutPending(List<Long> ids) {
        List<Long> pending = jdbc.queryForList(
                "SELECT notification_id FROM delivery WHERE finished_at IS NULL AND notification_id IN ("
                        + Rows.marks(ids) + ")",
                Long.class,
                ids.toArray());
        return ids.stream().filter(id -> !pending.contains(id)).toList();
    }

    private int deleteRows(List<Long> ids) {
        String doomed = " IN (" + Rows.marks(ids) + ")";
        Object[] arguments = ids.toArray();
        jdbc.query(
                "SELECT target, SUM(CASE WHEN state = 'PARKED' THEN 1 ELSE 0 END) FROM delivery WHERE notification_id"
                        + doomed + " GROUP BY target",
                row -> {
                    jdbc.update(
                            "UPDATE target SET parked = parked - ? WHERE name = ?", row.getLong(2), row.getString(1));
                },
                arguments);
        deleteFailures(doomed, arguments);
        jdbc.update("DELETE FROM fallback WHERE notification_id" + doomed, arguments);
        jdbc.update("DELETE FROM delivery WHERE notification_id" + doomed, arguments);
        jdbc.update("DELETE FROM notification_term WHERE notification_id" + doomed, arguments);
        jdbc.update("DELETE FROM alert_group WHERE notification_id" + doomed, arguments);
        return jdbc.update("DELETE FROM notification WHERE id" + doomed, arguments);
    }

    /** By their keys, because MySQL does not use an index for a subquery in a DELETE. */
    private void deleteFailures(String doomed, Object[] ids) {
        List<Object[]> failed = jdbc.query(
                "SELECT target, seq FROM delivery WHERE notification_id" + doomed
                        + " AND (attempts > 1 OR state <> 'DELIVERED')",
                (row, n) -> new Object[] {row.getString(1), row.getLong(2)},
                ids);
        jdbc.batchUpdate("DELETE FROM attempt WHERE target = ? AND seq = ?", failed);
    }
}
