package io.tocsin.delivery.jdbc;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import org.flywaydb.core.Flyway;
import org.springframework.jdbc.core.JdbcTemplate;

/** Opens the outbox as a SQLite file in write-ahead mode with an fsync per commit. */
final class SqliteStore {

    /** {@code PRAGMA synchronous} as a number: FULL, an fsync of the write-ahead log per commit (sqlite.org/pragma). */
    private static final String FULL = "2";

    /** In pages of 4 kB; without {@link SqliteCheckpoints} a commit in a thousand pages would wait for the next thousand. */
    private static final int CHECKPOINT_BY_WRITER = 8_000;

    private SqliteStore() {}

    /**
     * @throws StoreStartException when the file cannot be used or would not keep what it acknowledges
     */
    static Store open(Path path) {
        SqliteFile file = SqliteFile.open(path);
        try {
            HikariDataSource dataSource = new HikariDataSource(pool(file.path()));
            verify(file.path(), new JdbcTemplate(dataSource));
            Flyway.configure()
                    .dataSource(dataSource)
                    .locations("classpath:db/migration/sqlite")
                    .load()
                    .migrate();
            return new Store("sqlite", dataSource, true, file::verifyInPlace, () -> close(file));
        } catch (StoreStartException e) {
            close(file);
            throw e;
        } catch (RuntimeException e) {
            close(file);
            throw damaged(file.path(), e);
        }
    }

    private static HikariConfig pool(Path path) {
        HikariConfig config = new HikariConfig();
        config.setPoolName("outbox");
        // Not transaction_mode=IMMEDIATE: a BEGIN that fails leaves the driver believing that it is in a transaction.
        // As a URI: for a plain path the driver makes and deletes a probe file, and may delete what was just put back.
        config.setJdbcUrl(
                "jdbc:sqlite:" + path.toUri() + "?mode=rw&journal_mode=WAL&synchronous=FULL&busy_timeout=2000");
        config.setConnectionInitSql("PRAGMA wal_autocheckpoint=" + CHECKPOINT_BY_WRITER);
        config.setMaximumPoolSize(8);
        config.setMinimumIdle(2);
        config.setConnectionTimeout(2_500);
        config.setMaxLifetime(0);
        return config;
    }

    /** What was asked for in the URL is not always what one gets: network file systems refuse write-ahead mode. */
    private static void verify(Path path, JdbcTemplate jdbc) {
        String journal = jdbc.queryForObject("PRAGMA journal_mode", String.class);
        String synchronous = jdbc.queryForObject("PRAGMA synchronous", String.class);
        if (!"wal".equalsIgnoreCase(journal) || !FULL.equals(synchronous)) {
            throw new StoreStartException(
                    "The outbox " + path + " would not survive a crash: journal_mode is " + journal
                            + " and synchronous is " + synchronous,
                    "Put tocsin.delivery.store.path on a local file system, or use a shared MySQL"
                            + " (tocsin.delivery.store.url).",
                    null);
        }
        String verdict = jdbc.queryForObject("PRAGMA quick_check(1)", String.class);
        if (!"ok".equals(verdict)) {
            throw damaged(path, new IllegalStateException(verdict));
        }
    }

    private static StoreStartException damaged(Path path, RuntimeException cause) {
        return new StoreStartException(
                "The outbox " + path + " cannot be opened as a database",
                "If the file is damaged, move it and its -wal and -shm neighbours away and keep them (what had not been"
                        + " sent is in them), then start again with a fresh one. A disk that is full or read-only shows"
                        + " the same way. If a native library cannot be loaded, set -Dorg.sqlite.tmpdir to a directory"
                        + " that allows execution.",
                cause);
    }

    private static void close(SqliteFile file) {
        try {
            file.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
