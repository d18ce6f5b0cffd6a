package io.tocsin.delivery.jdbc;

import static io.tocsin.delivery.Notifications.notification;
import static org.assertj.core.api.Assertions.assertThat;

import io.tocsin.delivery.jdbc.store.SqliteCheckpoints;
import io.tocsin.delivery.jdbc.store.SqliteStore;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.jdbc.core.JdbcTemplate;

class SqliteCheckpointsTests {

    private static final Instant NOW = Instant.parse("2026-11-23T02:00:00Z");

    @TempDir
    Path folder;

    private Replica replica;
    private JdbcTemplate jdbc;
    private SqliteCheckpoints checkpoints;
    private Instant now = NOW;

    @BeforeEach
    void open() {
        replica = Replica.on(SqliteStore.open(folder.resolve("outbox.db")), () -> now, 1_000_000);
        jdbc = new JdbcTemplate(replica.database().dataSource());
        checkpoints = new SqliteCheckpoints(jdbc, replica.commits()::lastCommit);
        replica.queue().register(List.of("oncall"));
    }

    @AfterEach
    void close() {
        replica.close();
    }

    private void append(int from, int count) {
        for (int n = from; n < from + count; n++) {
            replica.outbox().append(notification("n" + n, now, "oncall"));
        }
        now = now.plusSeconds(1);
        replica.store().probe(now);
    }

    private long log() throws Exception {
        return Files.size(folder.resolve("outbox.db-wal"));
    }

    @Test
    void no_commit_copies_a_thousand_pages_by_itself() throws Exception {
        assertThat(jdbc.queryForObject("PRAGMA wal_autocheckpoint", Integer.class))
                .isEqualTo(8_000);
        append(0, 300);
        assertThat(log()).as("more than the thousand pages of SQLite's default").isGreaterThan(1_000 * 4_096L);
    }

    @Test
    void the_log_begins_anew_after_what_it_held_was_copied() throws Exception {
        append(0, 30);
        checkpoints.run();
        long size = log();
        assertThat(size).as("not so long that it is cut when it starts over").isLessThan(4 << 20);
        append(30, 15);
        assertThat(log()).isEqualTo(size);
    }

    @Test
    void nothing_is_done_when_nothing_was_committed_since() throws Exception {
        append(0, 1);
        checkpoints.run();
        // Not through the writer, so that its time of the last commit stays.
        jdbc.update("UPDATE outbox_head SET probed_at = 7 WHERE id = 1");
        checkpoints.run();

        List<Integer> log = jdbc.query("PRAGMA wal_checkpoint(NOOP)", (row, n) -> row.getInt(2) - row.getInt(3));
        assertThat(log).as("pages not copied").singleElement().isNotEqualTo(0);
    }
}
