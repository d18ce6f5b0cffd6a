package io.tocsin.delivery.jdbc.store;

import java.time.Instant;
import java.util.function.Supplier;
import org.springframework.jdbc.core.JdbcTemplate;

/**
 * Copies commits from the write-ahead log into the database file, so that no commit has to: the one that fills the log would
 * delay its webhook by a thousand pages and their fsync. Writers continue meanwhile (PASSIVE; sqlite.org, "Write-Ahead
 * Logging").
 */
public final class SqliteCheckpoints implements Runnable {

    /** Commits during a checkpoint are left for the next; the log restarts only when nothing is left. */
    private static final int ROUNDS = 3;

    private final JdbcTemplate jdbc;
    private final Supplier<Instant> lastCommit;
    private Instant copied = Instant.MIN;

    public SqliteCheckpoints(JdbcTemplate jdbc, Supplier<Instant> lastCommit) {
        this.jdbc = jdbc;
        this.lastCommit = lastCommit;
    }

    /** Does nothing when nothing was committed since. */
    @Override
    public void run() {
        Instant latest = lastCommit.get();
        int rounds = 0;
        while (!latest.equals(copied) && rounds++ < ROUNDS) {
            if (checkpoint()) {
                copied = latest;
            }
        }
    }

    /** Whether the whole log is copied. */
    private boolean checkpoint() {
        return Boolean.TRUE.equals(jdbc.queryForObject(
                "PRAGMA wal_checkpoint(PASSIVE)", (row, n) -> row.getInt("log") == row.getInt("checkpointed")));
    }
}
