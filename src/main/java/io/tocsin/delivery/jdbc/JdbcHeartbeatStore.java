package io.tocsin.delivery.jdbc;

import io.tocsin.delivery.Heartbeat;
import io.tocsin.delivery.HeartbeatStore;
import io.tocsin.delivery.jdbc.store.AppendLock;
import io.tocsin.delivery.jdbc.store.Rows;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.JdbcTemplate;

/** Heartbeats, one row each. */
record JdbcHeartbeatStore(JdbcTemplate jdbc, StoreWriter writer) implements HeartbeatStore {

    @Override
    public Optional<Heartbeat> read(String name) {
        return jdbc
                .query(
                        "SELECT last_seen, silent, judged_at, back_since FROM heartbeat WHERE name = ?",
                        (row, n) -> new Heartbeat(
                                Instant.ofEpochMilli(row.getLong("last_seen")),
                                Duration.ofMillis(row.getLong("silent")),
                                Instant.ofEpochMilli(row.getLong("judged_at")),
                                Rows.instant(row, "back_since")),
                        name)
                .stream()
                .findFirst();
    }

    @Override
    public boolean replace(String name, @Nullable Heartbeat known, Heartbeat next) {
        return writer.inTurn(() -> known == null ? insert(name, next) : update(name, known, next)) == 1;
    }

    private int insert(String name, Heartbeat next) {
        AppendLock.take(jdbc);
        return jdbc.update(
                "INSERT INTO heartbeat (name, last_seen, silent, judged_at, back_since) SELECT ?, ?, ?, ?, ?"
                        + " FROM outbox_head WHERE NOT EXISTS (SELECT 1 FROM heartbeat WHERE name = ?)",
                name,
                next.lastSeen().toEpochMilli(),
                next.silent().toMillis(),
                next.judgedAt().toEpochMilli(),
                millis(next.backSince()),
                name);
    }

    private int update(String name, Heartbeat known, Heartbeat next) {
        return jdbc.update(
                "UPDATE heartbeat SET last_seen = ?, silent = ?, judged_at = ?, back_since = ?"
                        + " WHERE name = ? AND last_seen = ? AND judged_at = ?",
                next.lastSeen().toEpochMilli(),
                next.silent().toMillis(),
                next.judgedAt().toEpochMilli(),
                millis(next.backSince()),
                name,
                known.lastSeen().toEpochMilli(),
                known.judgedAt().toEpochMilli());
    }

    private static @Nullable Long millis(@Nullable Instant instant) {
        return instant == null ? null : instant.toEpochMilli();
    }
}
