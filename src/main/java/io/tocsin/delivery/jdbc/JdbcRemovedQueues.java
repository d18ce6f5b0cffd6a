package io.tocsin.delivery.jdbc;

import io.tocsin.delivery.OutboxException;
import io.tocsin.delivery.OutboxException.Kind;
import io.tocsin.delivery.jdbc.QueueAppender.NewRow;
import io.tocsin.delivery.jdbc.store.AppendLock;
import io.tocsin.delivery.jdbc.store.StoreUnavailableException;
import io.tocsin.delivery.resend.RemovedQueues;
import io.tocsin.delivery.worker.WorkerWakeups;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Ends the deliveries of targets without a worker, a hundred at a time, so that a webhook is never delayed for long. */
final class JdbcRemovedQueues implements RemovedQueues {

    private static final int CHUNK = 100;

    private static final String COLUMNS = """
            SELECT d.seq, d.state, d.notification_id, d.alert_indexes, d.critical, d.group_id,
                (SELECT n.status FROM notification n WHERE n.id = d.notification_id) AS status,
                (SELECT COUNT(*) FROM delivery o WHERE o.notification_id = d.notification_id AND o.target = :to
                    AND (o.alert_indexes IS NULL OR o.alert_indexes = d.alert_indexes)) AS sent
            """;

    private final JdbcTemplate template;
    private final JdbcClient jdbc;
    private final StoreWriter writer;
    private final WorkerWakeups signals;
    private final long maxPending;

    JdbcRemovedQueues(JdbcTemplate template, StoreWriter writer, WorkerWakeups signals, long maxPending) {
        this.template = template;
        this.jdbc = JdbcClient.create(template);
        this.writer = writer;
        this.signals = signals;
        this.maxPending = maxPending;
    }

    /**
     * A delivery that has not been sent.
     *
     * @param status of its notification
     * @param sent how many deliveries to the other target already have its alerts
     */
    private record Waiting(
            long seq,
            String state,
            long notificationId,
            @Nullable String alertIndexes,
            int critical,
            long groupId,
            String status,
            int sent) {

        boolean isPending() {
            return state.equals("PENDING");
        }
    }

    @Override
    public Moved sendElsewhere(String removed, String to, boolean resolved, String by, Instant now) {
        Moved moved = end(removed, to, "sent to " + to + " instead, by " + by, now, waiting -> {
            List<Waiting> wanted = waiting.stream()
                    .filter(one -> one.sent() == 0 && (resolved || one.status().equals("FIRING")))
                    .toList();
            QueueAppender queues = new QueueAppender(template);
            if (queues.pending() + wanted.size() > maxPending) {
                return -1;
            }
            append(removed, to, wanted, queues, now);
            return wanted.size();
        });
        if (moved.sent() > 0) {
            signals.raise(List.of(to));
        }
        return moved;
    }

    @Override
    public Moved discard(String removed, String by, Instant now) {
        return end(removed, "", "discarded by " + by, now, waiting -> 0);
    }

    /**
     * @param send sends the deliveries elsewhere, and returns how many there are; negative when there is no room
     */
    private Moved end(String removed, String to, String detail, Instant now, Function<List<Waiting>, Integer> send) {
        try {
            return writer.inTurn(() -> {
                AppendLock.take(template);
                if (!new OrphanedQueue(template, removed).isFree(now)) {
                    return new Moved(0, 0, true, false);
                }
                List<Waiting> waiting = waiting(removed, to);
                int sent = send.apply(waiting);
                if (sent < 0) {
                    return new Moved(0, 0, false, true);
                }
                end(removed, waiting, detail, now);
                return new Moved(waiting.size(), sent, false, false);
            });
        } catch (StoreUnavailableException e) {
            throw new OutboxException(Kind.UNAVAILABLE, "the outbox does not commit", e);
        }
    }

    /** Pending ones by the head of their queue, then parked ones by the index of the state, which are few. */
    private List<Waiting> waiting(String target, String to) {
        List<Waiting> found = new ArrayList<>(jdbc.sql(COLUMNS + """
                         FROM target t JOIN delivery d ON d.target = t.name AND d.seq >= t.head_seq AND d.state = 'PENDING'
                        WHERE t.name = :target ORDER BY d.seq LIMIT :most
                        """)
                .param("to", to)
                .param("target", target)
                .param("most", CHUNK)
                .query(Waiting.class)
                .list());
        if (found.isEmpty()) {
            found.addAll(jdbc.sql(COLUMNS + """
                             FROM delivery d WHERE d.state = 'PARKED' AND COALESCE(d.target, '') = :target
                            ORDER BY d.seq LIMIT :most
                            """)
                    .param("to", to)
                    .param("target", target)
                    .param("most", CHUNK)
                    .query(Waiting.class)
                    .list());
        }
        return found;
    }

    private void append(String removed, String to, List<Waiting> wanted, QueueAppender queues, Instant now) {
        long at = now.toEpochMilli();
        List<Long> places = queues.append(wanted.stream()
                .map(one -> new NewRow(to, one.notificationId(), one.alertIndexes(), one.critical(), one.groupId(), at))
                .toList());
        for (int i = 0; i < wanted.size(); i++) {
            // One that its fallback has received keeps that link.
            jdbc.sql("""
                            INSERT INTO fallback (target, seq, notification_id, handed_on_at, to_target, to_seq)
                            SELECT :target, :seq, :notification, :at, :to, :toSeq FROM outbox_head
                            WHERE NOT EXISTS (SELECT 1 FROM fallback WHERE target = :target AND seq = :seq)
                            """)
                    .param("target", removed)
                    .param("seq", wanted.get(i).seq())
                    .param("notification", wanted.get(i).notificationId())
                    .param("at", at)
                    .param("to", to)
                    .param("toSeq", places.get(i))
                    .update();
        }
    }

    private void end(String target, List<Waiting> waiting, String detail, Instant now) {
        for (Waiting one : waiting) {
            jdbc.sql("""
                            UPDATE delivery SET state = 'SUPERSEDED', finished_at = :now, reason = NULL, detail = :detail,
                                digest_of = NULL
                            WHERE target = :target AND seq = :seq
                            """)
                    .param("now", now.toEpochMilli())
                    .param("detail", detail)
                    .param("target", target)
                    .param("seq", one.seq())
                    .update();
        }
        long pending = waiting.stream().filter(Waiting::isPending).count();
        jdbc.sql("""
                        UPDATE target SET ended = ended + :pending, parked = parked - :parked, head_seq = :head
                        WHERE name = :target
                        """)
                .param("pending", pending)
                .param("parked", waiting.size() - pending)
                .param("head", HeadSequence.find(template, target))
                .param("target", target)
                .update();
    }
}
