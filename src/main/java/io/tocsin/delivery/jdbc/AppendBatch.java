package io.tocsin.delivery.jdbc;

import io.tocsin.delivery.AppendResult;
import io.tocsin.delivery.AppendResult.Duplicate;
import io.tocsin.delivery.AppendResult.Stored;
import io.tocsin.delivery.NewDelivery;
import io.tocsin.delivery.NewNotification;
import io.tocsin.delivery.jdbc.store.AppendLock;
import io.tocsin.delivery.jdbc.store.Rows;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.JdbcTemplate;

/**
 * Appends many notifications in the running transaction. The update of {@code outbox_head} comes first and serializes the
 * appends of all replicas, so that neither a duplicate nor a sequence number is assigned twice.
 */
final class AppendBatch implements Function<List<WrittenNotification>, List<Optional<AppendResult>>> {

    private final JdbcTemplate jdbc;
    private final long maxPending;

    AppendBatch(JdbcTemplate jdbc, long maxPending) {
        this.jdbc = jdbc;
        this.maxPending = maxPending;
    }

    /** The new notifications of a batch, and their ids. */
    private record Accepted(long id, WrittenNotification written) {

        NewNotification notification() {
            return written.notification();
        }
    }

    /** An answer for each notification, in their order; empty for one that found the outbox full. */
    @Override
    public List<Optional<AppendResult>> apply(List<WrittenNotification> batch) {
        long id = AppendLock.take(jdbc, batch.size());
        long room = maxPending - pending();
        Map<Long, Known> latest = latest(batch);
        List<Optional<AppendResult>> results = new ArrayList<>(batch.size());
        List<Accepted> accepted = new ArrayList<>(batch.size());
        for (WrittenNotification written : batch) {
            NewNotification notification = written.notification();
            Known earlier = latest.get(written.groupHash());
            if (earlier != null && earlier.covers(notification)) {
                results.add(Optional.of(new Duplicate(earlier.id())));
            } else if (notification.deliveries().size() > room) {
                results.add(Optional.empty());
            } else {
                room -= notification.deliveries().size();
                latest.put(written.groupHash(), Known.of(id, notification));
                accepted.add(new Accepted(id, written));
                results.add(Optional.of(new Stored(id)));
                id++;
            }
        }
        insert(accepted);
        return results;
    }

    /**
     * The latest of a group; one that equals only an earlier one is new, such as a firing after the resolved of a flapping
     * alert.
     */
    private record Known(long id, String dedupKey, long receivedAt) {

        static Known of(long id, NewNotification notification) {
            return new Known(
                    id, notification.dedupKey(), notification.receivedAt().toEpochMilli());
        }

        boolean covers(NewNotification notification) {
            // After a clock was set back, known notifications have future times; a reminder is not their duplicate.
            long age = Math.abs(notification.receivedAt().toEpochMilli() - receivedAt);
            return dedupKey.equals(notification.dedupKey())
                    && age < notification.dedupWindow().toMillis();
        }
    }

    private long pending() {
        return number("SELECT COALESCE(SUM(pending), 0) FROM queue");
    }

    private long number(String sql) {
        Long value = jdbc.queryForObject(sql, Long.class);
        if (value == null) {
            throw new IllegalStateException("no answer to " + sql);
        }
        return value;
    }

    private Map<Long, Known> latest(List<WrittenNotification> batch) {
        List<Long> groups =
                batch.stream().map(WrittenNotification::groupHash).distinct().toList();
        Map<Long, Known> latest = new HashMap<>();
        jdbc.query(
                "SELECT n.group_hash, n.id, n.dedup_key, n.received_at FROM (SELECT MAX(id) AS id FROM notification"
                        + " WHERE group_hash IN (" + Rows.marks(groups)
                        + ") GROUP BY group_hash) latest JOIN notification n ON n.id = latest.id",
                row -> {
                    latest.put(row.getLong(1), new Known(row.getLong(2), row.getString(3), row.getLong(4)));
                },
                groups.toArray());
        return latest;
    }

    private void insert(List<Accepted> accepted) {
        if (accepted.isEmpty()) {
            return;
        }
        List<Object[]> notifications = new ArrayList<>(accepted.size());
        List<Object[]> deliveries = new ArrayList<>(accepted.size() * 3);
        Map<String, Long> places = takePlaces(accepted);
        for (Accepted one : accepted) {
            long at = one.notification().receivedAt().toEpochMilli();
            notifications.add(row(one, at));
            for (NewDelivery delivery : one.notification().deliveries()) {
                long place = places.merge(delivery.target(), 1L, Long::sum) - 1;
                deliveries.add(new Object[] {
                    delivery.target(),
                    place,
                    one.id(),
                    indexes(delivery.alertIndexes()),
                    "PENDING",
                    0,
                    at,
                    0,
                    one.written().isUrgent(delivery) ? 1 : 0,
                    one.written().groupId()
                });
            }
        }
        jdbc.batchUpdate(
                "INSERT INTO notification (id, dedup_key, received_at, content, status, summary, trail, search_keys,"
                        + " group_hash) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)",
                notifications);
        jdbc.batchUpdate(
                "INSERT INTO delivery (target, seq, notification_id, alert_indexes, state, attempts, created_at,"
                        + " next_attempt_at, critical, group_id) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
                deliveries);
    }

    private static Object[] row(Accepted one, long at) {
        WrittenNotification written = one.written();
        return new Object[] {
            one.id(),
            one.notification().dedupKey(),
            at,
            written.content(),
            written.status(),
            written.summary(),
            written.trail(),
            written.terms(),
            written.groupHash()
        };
    }

    /**
     * Allocates as many sequence numbers in each target's queue as needed, in the order of names; returns the first of each.
     */
    private Map<String, Long> takePlaces(List<Accepted> accepted) {
        SortedMap<String, Integer> counts = new TreeMap<>();
        accepted.forEach(one ->
                one.notification().deliveries().forEach(delivery -> counts.merge(delivery.target(), 1, Integer::sum)));
        if (counts.isEmpty()) {
            return Map.of();
        }
        List<Object[]> rows = counts.entrySet().stream()
                .map(entry -> new Object[] {entry.getValue(), entry.getKey()})
                .toList();
        jdbc.batchUpdate("UPDATE queue_end SET next_seq = next_seq + ? WHERE target = ?", rows);
        Map<String, Long> first = new HashMap<>();
        jdbc.query(
                "SELECT target, next_seq FROM queue_end WHERE target IN (" + Rows.marks(counts.keySet()) + ")",
                row -> {
                    String name = row.getString(1);
                    first.put(name, row.getLong(2) - counts.getOrDefault(name, 0));
                },
                counts.keySet().toArray());
        if (first.size() != counts.size()) {
            throw new IllegalStateException("the store lacks a target of " + counts.keySet());
        }
        return first;
    }

    private static @Nullable String indexes(@Nullable List<Integer> indexes) {
        return indexes == null ? null : indexes.stream().map(String::valueOf).collect(Collectors.joining(","));
    }
}
