package io.tocsin.delivery.jdbc.store;

import java.time.Instant;
import java.util.function.Supplier;
import org.springframework.jdbc.core.JdbcTemplate;

/**
 * Copies what was committed from the write-ahead log into the database file, so that no commit has to: the one that fills
 * the log would keep its webhook waiting for a thousand pages and their fsync. Writers go on meanwhile (PASSIVE; sqlite.org,
 * "Write-Ahead Logging").
 */
public final class SqliteCheckpoints implements Runnable {

    /** What is committed during one is left for the next, and the log begins anew only when nothing is left. */
    private static final int ROUNDS = 3;

    private final JdbcTemplate jdbc;
    private final Supplier<Instant> lastCommit;
    private Instant copied = Instant.MIN;

    public SqliteCheckpoints(JdbcTemplate jdbc, Supplier<Instant> lastCommit) {
        this.jdbc = jdbc;
        this.lastCommit = lastCommit;
    }

    /** Nothing when nothing was committed since. */
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

    /** Whether all that the log held is copied. */
    private boolean checkpoint() {
        return Boolean.TRUE.equals(jdbc.queryForObject(
                "PRAGMA wal_checkpoint(PASSIVE)", (row, n) -> row.getInt("log") == row.getInt("checkpointed")));
    }
}
