package io.tocsin.delivery.jdbc;

import io.tocsin.delivery.fallback.FallbackStore.HandOver;
import io.tocsin.delivery.jdbc.JdbcFallbackStore.Waiting;
import io.tocsin.delivery.jdbc.QueueAppender.NewRow;
import io.tocsin.delivery.jdbc.store.AppendLock;
import io.tocsin.delivery.jdbc.store.Rows;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.JdbcTemplate;

/** Creates the deliveries for a fallback in the running transaction. */
record FallbackBatch(JdbcTemplate jdbc, HandOver handOver) {

    /**
     * A step along the queue.
     *
     * @param from where it starts; nothing is done when another replica has advanced from there
     * @param next where the next one starts
     * @param due what is to be forwarded
     */
    record Step(long from, long next, List<Waiting> due) {}

    /** The content for the fallback: the alerts of a pending delivery that it did not receive before. */
    private record Copy(Waiting of, @Nullable String alertIndexes) {}

    /** How many deliveries were created. */
    int apply(Step step) {
        AppendLock.take(jdbc);
        int moved = jdbc.update(
                "UPDATE fallback_progress SET next_seq = ? WHERE target = ? AND next_seq = ?",
                step.next(),
                handOver.target(),
                step.from());
        List<Waiting> due = moved == 0 ? List.of() : stillDue(step.due());
        List<Copy> copies = due.isEmpty() ? List.of() : copies(due);
        if (!copies.isEmpty()) {
            insert(copies);
        }
        return copies.size();
    }

    /** Parked ones may have been purged since they were read; nothing is purged while the lock is held. */
    private List<Waiting> stillDue(List<Waiting> due) {
        if (due.isEmpty()) {
            return due;
        }
        List<Object> arguments = new ArrayList<>();
        arguments.add(handOver.target());
        due.forEach(one -> arguments.add(one.sequence()));
        List<Long> there = jdbc.queryForList(
                "SELECT seq FROM delivery WHERE target = ? AND seq IN (" + Rows.marks(due)
                        + ") AND state IN ('PENDING', 'PARKED')",
                Long.class,
                arguments.toArray());
        return due.stream().filter(one -> there.contains(one.sequence())).toList();
    }

    private List<Copy> copies(List<Waiting> due) {
        Map<Long, AlertIndexes> sent = sent(due);
        List<Copy> copies = new ArrayList<>();
        for (Waiting one : due) {
            AlertIndexes before = sent.getOrDefault(one.notificationId(), AlertIndexes.NONE);
            AlertIndexes rest = AlertIndexes.of(one.alertIndexes()).without(before);
            if (!rest.isNone()) {
                copies.add(new Copy(one, rest.column()));
            }
        }
        return copies;
    }

    /** What the fallback already has or had, because a route leads there as well, or another target's fallback does. */
    private Map<Long, AlertIndexes> sent(List<Waiting> due) {
        List<Object> arguments = new ArrayList<>();
        arguments.add(handOver.to());
        due.forEach(one -> arguments.add(one.notificationId()));
        Map<Long, AlertIndexes> sent = new HashMap<>();
        jdbc.query(
                "SELECT notification_id, alert_indexes FROM delivery WHERE target = ? AND notification_id IN ("
                        + Rows.marks(due) + ")",
                row -> {
                    sent.merge(row.getLong(1), AlertIndexes.of(row.getString(2)), AlertIndexes::and);
                },
                arguments.toArray());
        return sent;
    }

    private void insert(List<Copy> copies) {
        long at = handOver.now().toEpochMilli();
        List<Long> places = new QueueAppender(jdbc)
                .append(copies.stream().map(copy -> row(copy, at)).toList());
        List<Object[]> origins = new ArrayList<>(copies.size());
        for (int i = 0; i < copies.size(); i++) {
            Waiting of = copies.get(i).of();
            origins.add(new Object[] {
                handOver.target(), of.sequence(), of.notificationId(), at, handOver.to(), places.get(i)
            });
        }
        jdbc.batchUpdate("""
                INSERT INTO fallback (target, seq, notification_id, handed_on_at, to_target, to_seq)
                VALUES (?, ?, ?, ?, ?, ?)
                """, origins);
    }

    private NewRow row(Copy copy, long at) {
        Waiting of = copy.of();
        return new NewRow(handOver.to(), of.notificationId(), copy.alertIndexes(), of.critical(), of.groupId(), at);
    }
}
