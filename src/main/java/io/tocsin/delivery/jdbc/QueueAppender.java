package io.tocsin.delivery.jdbc;

import io.tocsin.delivery.jdbc.store.Rows;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.JdbcTemplate;

/**
 * Appends deliveries to the ends of queues, in the running transaction and under its append lock. Batches have positional
 * parameters, which the driver sends as they are.
 */
record QueueAppender(JdbcTemplate jdbc) {

    /**
     * A delivery to be appended.
     *
     * @param critical 1 when one of its alerts is critical and fires, else 0
     * @param groupId a hash of its alert group's key
     */
    record NewRow(
            String target,
            long notificationId,
            @Nullable String alertIndexes,
            int critical,
            long groupId,
            long createdAt) {}

    /** How many deliveries are pending in all queues. */
    long pending() {
        Long pending = jdbc.queryForObject("SELECT COALESCE(SUM(pending), 0) FROM queue", Long.class);
        return Objects.requireNonNull(pending, "a sum");
    }

    /** Returns the sequence numbers of the rows, in their order. */
    List<Long> append(List<NewRow> rows) {
        if (rows.isEmpty()) {
            return List.of();
        }
        Map<String, Long> next = takePlaces(rows);
        List<Long> sequences = new ArrayList<>(rows.size());
        List<Object[]> inserts = new ArrayList<>(rows.size());
        for (NewRow row : rows) {
            long sequence = next.merge(row.target(), 1L, Long::sum) - 1;
            sequences.add(sequence);
            inserts.add(new Object[] {
                row.target(),
                sequence,
                row.notificationId(),
                row.alertIndexes(),
                row.critical(),
                row.groupId(),
                row.createdAt()
            });
        }
        jdbc.batchUpdate("""
                INSERT INTO delivery (target, seq, notification_id, alert_indexes, critical, group_id, created_at,
                    state, attempts, next_attempt_at)
                VALUES (?, ?, ?, ?, ?, ?, ?, 'PENDING', 0, 0)
                """, inserts);
        return sequences;
    }

    /** The first of the sequence numbers of each target; in the order of names, so that no two appends wait for each other. */
    private Map<String, Long> takePlaces(List<NewRow> rows) {
        SortedMap<String, Integer> counts = new TreeMap<>();
        rows.forEach(row -> counts.merge(row.target(), 1, Integer::sum));
        jdbc.batchUpdate(
                "UPDATE queue_end SET next_seq = next_seq + ? WHERE target = ?",
                counts.entrySet().stream()
                        .map(entry -> new Object[] {entry.getValue(), entry.getKey()})
                        .toList());
        Map<String, Long> first = new HashMap<>();
        jdbc.query(
                "SELECT target, next_seq FROM queue_end WHERE target IN (" + Rows.marks(counts.keySet()) + ")",
                row -> {
                    String target = row.getString("target");
                    first.put(target, row.getLong("next_seq") - counts.getOrDefault(target, 0));
                },
                counts.keySet().toArray());
        if (first.size() != counts.size()) {
            throw new IllegalStateException("the store lacks a target of " + counts.keySet());
        }
        return first;
    }
}
