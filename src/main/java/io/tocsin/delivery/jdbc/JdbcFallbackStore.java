package io.tocsin.delivery.jdbc;

import io.tocsin.alert.AlertStatus;
import io.tocsin.alert.Notification;
import io.tocsin.delivery.DeliveryState;
import io.tocsin.delivery.fallback.FallbackStore;
import io.tocsin.delivery.jdbc.store.AppendLock;
import io.tocsin.delivery.worker.WorkerWakeups;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.JdbcTemplate;
import tools.jackson.databind.json.JsonMapper;

/**
 * Scans the queues from where it last ended, so that its cost does not grow with the pending deliveries. That position also
 * keeps two replicas from forwarding the same delivery.
 */
final class JdbcFallbackStore implements FallbackStore {

    private static final int CHUNK = 200;

    private final JdbcTemplate jdbc;
    private final StoreWriter writer;
    private final JsonMapper json;
    private final WorkerWakeups signals;

    JdbcFallbackStore(JdbcTemplate jdbc, StoreWriter writer, JsonMapper json, WorkerWakeups signals) {
        this.jdbc = jdbc;
        this.writer = writer;
        this.json = json;
        this.signals = signals;
    }

    @Override
    public void register(Collection<String> targets) {
        writer.inTurn(() -> {
            AppendLock.take(jdbc);
            List<String> known = jdbc.queryForList("SELECT target FROM fallback_progress", String.class);
            known.stream()
                    .filter(target -> !targets.contains(target))
                    .forEach(target -> jdbc.update("DELETE FROM fallback_progress WHERE target = ?", target));
            new TreeSet<>(targets)
                    .stream()
                            .filter(target -> !known.contains(target))
                            .forEach(target -> jdbc.update(
                                    "INSERT INTO fallback_progress (target, next_seq) SELECT name, head_seq FROM target"
                                            + " WHERE name = ?",
                                    target));
            return true;
        });
    }

    @Override
    public HandedOn handOn(HandOver handOver) {
        List<Waiting> line = line(handOver.target());
        List<Waiting> due = new ArrayList<>();
        long from = line.isEmpty() ? 0 : line.get(0).lineFrom();
        long next = from;
        for (Waiting one : line) {
            if (one.isYoung(handOver.waitedSince())) {
                break;
            }
            if (one.isDue() && (handOver.resolvedToo() || fires(one))) {
                due.add(one);
            }
            next = one.sequence() + 1;
        }
        boolean more = line.size() == CHUNK && next > line.get(CHUNK - 1).sequence();
        // Arrived deliveries are skipped in large steps only, which saves a commit for each.
        if (due.isEmpty() && !more) {
            return new HandedOn(0, false);
        }
        return new HandedOn(commit(handOver, new FallbackBatch.Step(from, next, due)), more);
    }

    private int commit(HandOver handOver, FallbackBatch.Step step) {
        int made = writer.inTurn(() -> new FallbackBatch(jdbc, handOver).apply(step));
        if (made > 0) {
            signals.raise(List.of(handOver.to()));
        }
        return made;
    }

    /** A delivery of the queue, from the position of the last scan on. */
    record Waiting(
            long lineFrom,
            long sequence,
            long notificationId,
            @Nullable String alertIndexes,
            int critical,
            long groupId,
            DeliveryState state,
            Instant createdAt) {

        boolean isYoung(Instant waitedSince) {
            return state == DeliveryState.PENDING && createdAt.isAfter(waitedSince);
        }

        boolean isDue() {
            return state == DeliveryState.PENDING || state == DeliveryState.PARKED;
        }
    }

    private List<Waiting> line(String target) {
        return jdbc.query(
                "SELECT f.next_seq, d.seq, d.notification_id, d.alert_indexes, d.critical, d.group_id, d.state, d.created_at FROM fallback_progress f"
                        + " JOIN delivery d ON d.target = f.target AND d.seq >= f.next_seq WHERE f.target = ?"
                        + " ORDER BY d.seq LIMIT " + CHUNK,
                (row, n) -> waiting(row),
                target);
    }

    private static Waiting waiting(ResultSet row) throws SQLException {
        return new Waiting(
                row.getLong("next_seq"),
                row.getLong("seq"),
                row.getLong("notification_id"),
                row.getString("alert_indexes"),
                row.getInt("critical"),
                row.getLong("group_id"),
                DeliveryState.valueOf(row.getString("state")),
                Instant.ofEpochMilli(row.getLong("created_at")));
    }

    private boolean fires(Waiting one) {
        String content = jdbc.queryForObject(
                "SELECT content FROM notification WHERE id = ?", String.class, one.notificationId());
        Notification all = json.readValue(String.valueOf(content), Notification.class);
        return DeliveryRows.select(all, one.alertIndexes()).status() == AlertStatus.FIRING;
    }
}
