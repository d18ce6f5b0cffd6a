package io.tocsin.delivery.jdbc;

import io.tocsin.delivery.DeliveryId;
import io.tocsin.delivery.OutboxException;
import io.tocsin.delivery.OutboxException.Kind;
import io.tocsin.delivery.jdbc.store.AppendLock;
import io.tocsin.delivery.jdbc.store.Rows;
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

/** Appends finished deliveries to their queues again, as new deliveries. */
final class JdbcResends implements Resends {

    /** Within this time a second identical request is a double click. */
    private static final Duration MOMENT = Duration.ofSeconds(30);

    /** Small enough that a webhook is never delayed for long. */
    private static final int CHUNK = 100;

    private static final int MOST_AT_ONCE = 10_000;

    private final JdbcTemplate jdbc;
    private final StoreWriter writer;
    private final WorkerWakeups signals;
    private final long maxPending;

    JdbcResends(JdbcTemplate jdbc, StoreWriter writer, WorkerWakeups signals, long maxPending) {
        this.jdbc = jdbc;
        this.writer = writer;
        this.signals = signals;
        this.maxPending = maxPending;
    }

    private record Original(
            long sequence,
            String state,
            long createdAt,
            @Nullable Long resentAs,
            @Nullable String requestKey) {}

    private record Request(@Nullable String requestKey, String requestedBy, Instant at) {}

    @Override
    public ResendResult resend(DeliveryId id, @Nullable String requestKey, String requestedBy, Instant now) {
        ResendResult result = committed(() -> {
            AppendLock.take(jdbc);
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
        return originals("FROM delivery d WHERE d.target = ? AND d.seq = ?", target, sequence).stream()
                .findFirst();
    }

    private List<Original> originals(String from, Object... arguments) {
        return jdbc.query(
                "SELECT d.seq, d.state, d.created_at, d.resent_as, d.request_key " + from,
                (row, n) -> new Original(
                        row.getLong(1),
                        row.getString(2),
                        row.getLong(3),
                        Rows.number(row, "resent_as"),
                        row.getString(5)),
                arguments);
    }

    private long room() {
        return maxPending - count("SELECT COALESCE(SUM(pending), 0) FROM queue");
    }

    private long count(String sql, Object... arguments) {
        Long count = jdbc.queryForObject(sql, Long.class, arguments);
        return count == null ? 0 : count;
    }

    /** Returns the first of the allocated sequence numbers. */
    private long enqueue(String target, List<Original> originals, Request request) {
        long parked = originals.stream().filter(JdbcResends::parked).count();
        int known =
                jdbc.update("UPDATE queue_end SET next_seq = next_seq + ? WHERE target = ?", originals.size(), target);
        if (known != 1) {
            throw new IllegalStateException("the store does not know the target " + target);
        }
        jdbc.update("UPDATE target SET parked = parked - ? WHERE name = ?", parked, target);
        long first = count("SELECT next_seq FROM queue_end WHERE target = ?", target) - originals.size();
        for (int i = 0; i < originals.size(); i++) {
            repeat(target, originals.get(i), first + i, request);
        }
        return first;
    }

    private static boolean parked(Original original) {
        return original.state().equals("PARKED");
    }

    private void repeat(String target, Original original, long place, Request request) {
        jdbc.update(
                "INSERT INTO delivery (target, seq, notification_id, alert_indexes, state, attempts, created_at,"
                        + " next_attempt_at, resend_of, origin_seq, request_key, requested_by, critical, group_id) SELECT target, ?, notification_id,"
                        + " alert_indexes, 'PENDING', 0, ?, 0, seq, COALESCE(origin_seq, seq), ?, ?, critical, group_id FROM delivery"
                        + " WHERE target = ? AND seq = ?",
                place,
                request.at().toEpochMilli(),
                request.requestKey(),
                request.requestedBy(),
                target,
                original.sequence());
        jdbc.update(
                "UPDATE delivery SET resent_as = ?, state = ? WHERE target = ? AND seq = ?",
                place,
                parked(original) ? "SUPERSEDED" : original.state(),
                target,
                original.sequence());
        jdbc.update("DELETE FROM parked_delivery WHERE target = ? AND seq = ?", target, original.sequence());
    }

    @Override
    public Outcome resendParked(String target, String requestedBy, Instant now) {
        long last = count("SELECT COALESCE(MAX(seq), 0) FROM parked_delivery WHERE target = ?", target);
        int resent = 0;
        int chunk;
        do {
            chunk = committed(() -> resendChunk(target, last, new Request(null, requestedBy, now)));
            resent += chunk;
            if (chunk > 0) {
                signals.raise(List.of(target));
            }
        } while (chunk > 0 && resent < MOST_AT_ONCE);
        return new Outcome(resent, count("SELECT COUNT(*) FROM parked_delivery WHERE target = ?", target));
    }

    /** Only what was parked at the start, so that deliveries that fail again at once do not loop. */
    private int resendChunk(String target, long last, Request request) {
        AppendLock.take(jdbc);
        long most = Math.min(CHUNK, room());
        if (most < 1) {
            return 0;
        }
        List<Original> parked = originals(
                "FROM parked_delivery p JOIN delivery d ON d.target = p.target AND d.seq = p.seq"
                        + " WHERE p.target = ? AND p.seq <= ? ORDER BY p.seq LIMIT ?",
                target,
                last,
                most);
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
