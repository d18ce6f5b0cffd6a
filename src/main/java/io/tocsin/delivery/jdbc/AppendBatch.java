package io.tocsin.delivery.jdbc;

import io.tocsin.alert.AlertStatus;
import io.tocsin.delivery.AppendResult;
import io.tocsin.delivery.AppendResult.Duplicate;
import io.tocsin.delivery.AppendResult.Stored;
import io.tocsin.delivery.NewDelivery;
import io.tocsin.delivery.NewNotification;
import io.tocsin.delivery.history.NotificationSummary;
import io.tocsin.delivery.jdbc.QueueAppender.NewRow;
import io.tocsin.delivery.jdbc.store.AppendLock;
import io.tocsin.delivery.jdbc.store.Rows;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
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
    private final QueueAppender queues;
    private final long maxPending;

    AppendBatch(JdbcTemplate jdbc, long maxPending) {
        this.jdbc = jdbc;
        this.queues = new QueueAppender(jdbc);
        this.maxPending = maxPending;
    }

    /** A row of {@code alert_group}. */
    private record GroupRow(
            String id,
            long keyHash,
            long notificationId,
            String dedupKey,
            long receivedAt,
            String status,
            @Nullable Long firingSince) {

        /** The group after this notification. */
        static GroupRow of(long notificationId, WrittenNotification written, @Nullable GroupRow earlier) {
            boolean fires = written.summary().status() == AlertStatus.FIRING;
            boolean starts = fires && (earlier == null || !earlier.status().equals("FIRING"));
            Long before = earlier == null ? null : earlier.firingSince();
            return new GroupRow(
                    written.summary().group(),
                    written.keyHash(),
                    notificationId,
                    written.notification().dedupKey(),
                    written.receivedAt(),
                    written.summary().status().name(),
                    starts ? Long.valueOf(written.receivedAt()) : before);
        }

        /** Only its latest counts: one that equals an earlier one is new, such as a firing after a resolved. */
        boolean isRepeatedBy(NewNotification notification) {
            // After a clock was set back, known notifications have future times; a reminder is not their duplicate.
            long age = Math.abs(notification.receivedAt().toEpochMilli() - receivedAt);
            return dedupKey.equals(notification.dedupKey())
                    && age < notification.dedupWindow().toMillis();
        }
    }

    /** An answer for each notification, in their order; empty for one that found the outbox full. */
    @Override
    public List<Optional<AppendResult>> apply(List<WrittenNotification> batch) {
        long id = AppendLock.take(jdbc, batch.size());
        long room = maxPending - queues.pending();
        Map<String, GroupRow> known = groups(batch);
        Map<String, GroupRow> changed = new LinkedHashMap<>();
        Map<Long, WrittenNotification> accepted = new LinkedHashMap<>();
        List<Optional<AppendResult>> results = new ArrayList<>(batch.size());
        for (WrittenNotification written : batch) {
            NewNotification notification = written.notification();
            String group = written.summary().group();
            GroupRow earlier = changed.getOrDefault(group, known.get(group));
            if (earlier != null && earlier.isRepeatedBy(notification)) {
                results.add(Optional.of(new Duplicate(earlier.notificationId())));
            } else if (notification.deliveries().size() > room) {
                results.add(Optional.empty());
            } else {
                room -= notification.deliveries().size();
                changed.put(group, GroupRow.of(id, written, earlier));
                accepted.put(id, written);
                results.add(Optional.of(new Stored(id)));
                id++;
            }
        }
        if (!accepted.isEmpty()) {
            insert(accepted);
            save(changed, known.keySet());
        }
        return results;
    }

    private Map<String, GroupRow> groups(List<WrittenNotification> batch) {
        Map<String, GroupRow> groups = new HashMap<>();
        Set<String> ids =
                batch.stream().map(written -> written.summary().group()).collect(Collectors.toSet());
        jdbc.query(
                """
                SELECT id, key_hash, notification_id, dedup_key, received_at, status, firing_since
                FROM alert_group WHERE id IN (%s)
                """.formatted(Rows.marks(ids)),
                row -> {
                    groups.put(
                            row.getString("id"),
                            new GroupRow(
                                    row.getString("id"),
                                    row.getLong("key_hash"),
                                    row.getLong("notification_id"),
                                    row.getString("dedup_key"),
                                    row.getLong("received_at"),
                                    row.getString("status"),
                                    Rows.number(row, "firing_since")));
                },
                ids.toArray());
        return groups;
    }

    private void insert(Map<Long, WrittenNotification> accepted) {
        List<Object[]> notifications = new ArrayList<>(accepted.size());
        List<Object[]> terms = new ArrayList<>(accepted.size() * 2);
        List<NewRow> deliveries = new ArrayList<>(accepted.size() * 3);
        accepted.forEach((id, written) -> {
            NotificationSummary summary = written.summary();
            notifications.add(new Object[] {
                id,
                written.receivedAt(),
                summary.status().name(),
                summary.group(),
                written.summaryJson(),
                written.trail(),
                written.content()
            });
            written.terms().forEach(term -> terms.add(new Object[] {term.name(), term.value(), id}));
            written.notification().deliveries().forEach(delivery -> deliveries.add(row(id, written, delivery)));
        });
        jdbc.batchUpdate("""
                INSERT INTO notification (id, received_at, status, group_id, summary, trail, content) VALUES (?, ?, ?, ?, ?, ?, ?)
                """, notifications);
        jdbc.batchUpdate("INSERT INTO notification_term (name, value, notification_id) VALUES (?, ?, ?)", terms);
        queues.append(deliveries);
    }

    private static NewRow row(long id, WrittenNotification written, NewDelivery delivery) {
        return new NewRow(
                delivery.target(),
                id,
                Rows.text(delivery.alertIndexes()),
                written.isUrgent(delivery) ? 1 : 0,
                written.keyHash(),
                written.receivedAt());
    }

    /** Not an upsert, which SQLite and MySQL write differently; no other append changes the groups meanwhile. */
    private void save(Map<String, GroupRow> changed, Set<String> known) {
        List<Object[]> updates = new ArrayList<>();
        List<Object[]> inserts = new ArrayList<>();
        changed.values()
                .forEach(group -> (known.contains(group.id()) ? updates : inserts).add(new Object[] {
                    group.keyHash(),
                    group.notificationId(),
                    group.dedupKey(),
                    group.receivedAt(),
                    group.status(),
                    group.firingSince(),
                    group.id()
                }));
        jdbc.batchUpdate("""
                UPDATE alert_group SET key_hash = ?, notification_id = ?, dedup_key = ?, received_at = ?, status = ?,
                    firing_since = ?
                WHERE id = ?
                """, updates);
        jdbc.batchUpdate("""
                INSERT INTO alert_group (key_hash, notification_id, dedup_key, received_at, status, firing_since, id)
                VALUES (?, ?, ?, ?, ?, ?, ?)
                """, inserts);
    }
}
