package io.tocsin.delivery.jdbc;

import io.tocsin.delivery.DeliveryId;
import io.tocsin.delivery.OutboxException;
import io.tocsin.delivery.OutboxException.Kind;
import io.tocsin.delivery.jdbc.QueueAppender.NewRow;
import io.tocsin.delivery.jdbc.store.AppendLock;
import io.tocsin.delivery.jdbc.store.StoreUnavailableException;
import io.tocsin.delivery.resend.ResendResult;
import io.tocsin.delivery.resend.Resends;
import io.tocsin.delivery.worker.WorkerWakeups;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Appends finished deliveries to their queues again, as new deliveries. */
final class JdbcResends implements Resends {

    /** Within this time a second identical request is a double click. */
    private static final Duration MOMENT = Duration.ofSeconds(30);

    /** Small enough that a webhook is never delayed for long. */
    private static final int CHUNK = 100;

    private static final int MOST_AT_ONCE = 10_000;

    private static final String ORIGINAL = """
            SELECT seq, state, notification_id, alert_indexes, critical, group_id, created_at, origin_seq, resent_as,
                request_key
            FROM delivery""";

    private final JdbcTemplate template;
    private final JdbcClient jdbc;
    private final QueueAppender queues;
    private final StoreWriter writer;
    private final WorkerWakeups signals;
    private final long maxPending;

    JdbcResends(JdbcTemplate template, StoreWriter writer, WorkerWakeups signals, long maxPending) {
        this.template = template;
        this.jdbc = JdbcClient.create(template);
        this.queues = new QueueAppender(template);
        this.writer = writer;
        this.signals = signals;
        this.maxPending = maxPending;
    }

    private record Original(
            long seq,
            String state,
            long notificationId,
            @Nullable String alertIndexes,
            int critical,
            long groupId,
            long createdAt,
            @Nullable Long originSeq,
            @Nullable Long resentAs,
            @Nullable String requestKey) {

        boolean isParked() {
            return state.equals("PARKED");
        }
    }

    private record Request(@Nullable String requestKey, String requestedBy, Instant at) {}

    @Override
    public ResendResult resend(DeliveryId id, @Nullable String requestKey, String requestedBy, Instant now) {
        ResendResult result = committed(() -> {
            AppendLock.take(template);
            return original(id.target(), id.sequence())
                    .map(original -> resend(id.target(), original, new Request(requestKey, requestedBy, now)))
                    .orElseGet(ResendResult.Unknown::new);
        });
        if (result instanceof ResendResult.Queued) {
            signals.raise(List.of(id.target()));
        }
        return result;
    }

    private ResendResult resend(String target, Original original, Request request) {
        if (original.state().equals("PENDING")) {
            return new ResendResult.StillPending();
        }
        Long earlier = original.resentAs();
        if (earlier != null
                && original(target, earlier).filter(last -> same(last, request)).isPresent()) {
            return new ResendResult.Repeated(new DeliveryId(target, earlier));
        }
        if (room() < 1) {
            return new ResendResult.Full();
        }
        return new ResendResult.Queued(new DeliveryId(target, enqueue(target, List.of(original), request)));
    }

    private static boolean same(Original last, Request request) {
        String requestKey = request.requestKey();
        boolean moment = last.createdAt() + MOMENT.toMillis() > request.at().toEpochMilli();
        return moment || last.state().equals("PENDING") || (requestKey != null && requestKey.equals(last.requestKey()));
    }

    private Optional<Original> original(String target, long sequence) {
        return jdbc.sql(ORIGINAL + " WHERE target = :target AND seq = :seq")
                .param("target", target)
                .param("seq", sequence)
                .query(Original.class)
                .optional();
    }

    private long room() {
        return maxPending - queues.pending();
    }

    /** Returns the first of the allocated sequence numbers. */
    private long enqueue(String target, List<Original> originals, Request request) {
        List<Long> places = queues.append(originals.stream()
                .map(original -> repeat(target, original, request))
                .toList());
        for (int i = 0; i < originals.size(); i++) {
            link(target, originals.get(i), places.get(i), request);
        }
        jdbc.sql("UPDATE target SET parked = parked - :parked WHERE name = :target")
                .param("parked", originals.stream().filter(Original::isParked).count())
                .param("target", target)
                .update();
        return places.get(0);
    }

    private static NewRow repeat(String target, Original original, Request request) {
        return new NewRow(
                target,
                original.notificationId(),
                original.alertIndexes(),
                original.critical(),
                original.groupId(),
                request.at().toEpochMilli());
    }

    private void link(String target, Original original, long place, Request request) {
        Long origin = original.originSeq();
        jdbc.sql("""
                        UPDATE delivery SET resend_of = :original, origin_seq = :origin, request_key = :key,
                            requested_by = :requestedBy
                        WHERE target = :target AND seq = :place
                        """)
                .param("original", original.seq())
                .param("origin", origin == null ? original.seq() : origin)
                .param("key", request.requestKey())
                .param("requestedBy", request.requestedBy())
                .param("target", target)
                .param("place", place)
                .update();
        jdbc.sql("UPDATE delivery SET resent_as = :place, state = :state WHERE target = :target AND seq = :seq")
                .param("place", place)
                .param("state", original.isParked() ? "SUPERSEDED" : original.state())
                .param("target", target)
                .param("seq", original.seq())
                .update();
    }

    @Override
    public Outcome resendParked(String target, String requestedBy, Instant now) {
        long end = number("SELECT next_seq FROM queue_end WHERE target = :target", target);
        int resent = 0;
        int chunk;
        do {
            chunk = committed(() -> resendChunk(target, end, new Request(null, requestedBy, now)));
            resent += chunk;
            if (chunk > 0) {
                signals.raise(List.of(target));
            }
        } while (chunk > 0 && resent < MOST_AT_ONCE);
        return new Outcome(resent, number("SELECT parked FROM target WHERE name = :target", target));
    }

    private long number(String sql, String target) {
        return jdbc.sql(sql)
                .param("target", target)
                .query(Long.class)
                .optional()
                .orElse(0L);
    }

    /** Only what was in the queue at the start, so that deliveries that fail again at once do not loop. */
    private int resendChunk(String target, long end, Request request) {
        AppendLock.take(template);
        long most = Math.min(CHUNK, room());
        if (most < 1) {
            return 0;
        }
        // So written that the index of the state is used: parked ones are few.
        List<Original> parked = jdbc.sql(ORIGINAL + """
                         WHERE state = 'PARKED' AND COALESCE(target, '') = :target AND seq < :end ORDER BY seq LIMIT :most
                        """)
                .param("target", target)
                .param("end", end)
                .param("most", most)
                .query(Original.class)
                .list();
        if (!parked.isEmpty()) {
            long unusedFirst = enqueue(target, parked, request);
        }
        return parked.size();
    }

    private <T> T committed(Supplier<T> work) {
        try {
            return writer.inTurn(work);
        } catch (StoreUnavailableException e) {
            throw new OutboxException(Kind.UNAVAILABLE, "the outbox does not commit", e);
        }
    }
}
