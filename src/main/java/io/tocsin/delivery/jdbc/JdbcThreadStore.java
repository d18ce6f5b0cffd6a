package io.tocsin.delivery.jdbc;

import io.tocsin.channel.MessageThread;
import io.tocsin.channel.ThreadStore;
import java.time.InstantSource;
import java.util.Optional;
import org.springframework.jdbc.core.JdbcTemplate;

/** Keeps the threads beside the outbox, so that they are equally durable; the purge of the outbox deletes old ones. */
final class JdbcThreadStore implements ThreadStore {

    private final JdbcTemplate jdbc;
    private final StoreWriter writer;
    private final InstantSource clock;

    JdbcThreadStore(JdbcTemplate jdbc, StoreWriter writer, InstantSource clock) {
        this.jdbc = jdbc;
        this.writer = writer;
        this.clock = clock;
    }

    @Override
    public Optional<MessageThread> find(String target, String key) {
        return jdbc
                .query(
                        "SELECT conversation, root, delivery, told, closed FROM message_thread"
                                + " WHERE target = ? AND group_hash = ?",
                        (row, n) -> new MessageThread(
                                row.getString(1),
                                row.getString(2),
                                row.getString(3),
                                row.getString(4),
                                row.getInt(5) != 0),
                        target,
                        key)
                .stream()
                .findFirst();
    }

    @Override
    public void save(String target, String key, MessageThread thread) {
        long now = clock.instant().toEpochMilli();
        writer.write(() -> {
            // Not an upsert, which SQLite and MySQL write differently.
            jdbc.update("DELETE FROM message_thread WHERE target = ? AND group_hash = ?", target, key);
            return jdbc.update(
                    "INSERT INTO message_thread (target, group_hash, conversation, root, delivery, closed, updated_at,"
                            + " told) VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
                    target,
                    key,
                    thread.conversation(),
                    thread.root(),
                    thread.delivery(),
                    thread.closed() ? 1 : 0,
                    now,
                    thread.told());
        });
    }
}
