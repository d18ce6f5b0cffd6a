package io.tocsin.delivery.jdbc.store;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import io.tocsin.ConfigurationException;
import io.tocsin.delivery.maintenance.MissingNotifications;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.jdbc.core.JdbcTemplate;

/** Opens the outbox as a SQLite file in write-ahead mode with an fsync per commit. */
public final class SqliteStore {

    private static final Logger log = LoggerFactory.getLogger(SqliteStore.class);

    /** {@code PRAGMA synchronous} as a number: FULL, an fsync of the write-ahead log per commit (sqlite.org/pragma). */
    private static final String FULL = "2";

    /** In pages of 4 kB; without {@link SqliteCheckpoints} a commit in a thousand pages would wait for the next thousand. */
    private static final int CHECKPOINT_BY_WRITER = 8_000;

    /** In bytes: the size to which the log is cut when all of it is copied; after a storm it would keep its full size. */
    private static final int LOG_KEPT = 4 * 1_048_576;

    private SqliteStore() {}

    /**
     * Opens or creates the file and migrates its schema.
     *
     * @throws ConfigurationException when the file cannot be used or would not be durable
     */
    public static Store open(Path path) {
        SqliteFile file = SqliteFile.open(path);
        try {
            SqliteLibrary.load();
            HikariDataSource dataSource = new HikariDataSource(pool(file.path()));
            verify(file.path(), new JdbcTemplate(dataSource));
            Schema.migrate(dataSource, "sqlite", file.path().toString());
            return new Store("sqlite", dataSource, true, file, missing(file, new JdbcTemplate(dataSource)));
        } catch (ConfigurationException e) {
            file.close();
            throw e;
        } catch (RuntimeException e) {
            file.close();
            throw damaged(file.path(), e);
        }
    }

    /**
     * SQLite accepts whatever it finds: without its write-ahead log, or with only the start of it, the file is a valid database
     * of an earlier time. Missing notifications are reported once, and their numbers are not reused.
     */
    private static @Nullable MissingNotifications missing(SqliteFile file, JdbcTemplate jdbc) {
        Long next = jdbc.queryForObject("SELECT next_notification FROM outbox_head WHERE id = 1", Long.class);
        long last = file.lastAcknowledged();
        if (next == null || last < next) {
            return null;
        }
        log.error(
                "The outbox {} lacks notifications {} to {}, which were acknowledged: its write-ahead log (-wal) was cut,"
                        + " emptied or deleted, or the file is an older copy. What still fires comes again with"
                        + " Alertmanager's repeat_interval; the rest is lost unless the right files are put back",
                file.path(),
                next,
                last);
        jdbc.update("UPDATE outbox_head SET next_notification = ? WHERE id = 1", last + 1);
        return new MissingNotifications(next, last);
    }

    private static HikariConfig pool(Path path) {
        HikariConfig config = new HikariConfig();
        config.setPoolName("outbox");
        // Not transaction_mode=IMMEDIATE: a BEGIN that fails leaves the driver believing that it is in a transaction.
        // As a URI: for a plain path the driver creates and deletes a probe file, and may delete a file that was just
        // restored.
        config.setJdbcUrl("jdbc:sqlite:" + path.toUri() + "?mode=rw&journal_mode=WAL&synchronous=FULL&busy_timeout=2000"
                + "&journal_size_limit=" + LOG_KEPT);
        config.setConnectionInitSql("PRAGMA wal_autocheckpoint=" + CHECKPOINT_BY_WRITER);
        config.setMaximumPoolSize(8);
        config.setMinimumIdle(2);
        config.setConnectionTimeout(2_500);
        config.setMaxLifetime(0);
        return config;
    }

    /** What the URL requests is not always granted: network file systems refuse write-ahead mode. */
    private static void verify(Path path, JdbcTemplate jdbc) {
        String journal = jdbc.queryForObject("PRAGMA journal_mode", String.class);
        String synchronous = jdbc.queryForObject("PRAGMA synchronous", String.class);
        if (!"wal".equalsIgnoreCase(journal) || !FULL.equals(synchronous)) {
            throw StoreStart.refused(
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

    private static ConfigurationException damaged(Path path, RuntimeException cause) {
        return StoreStart.refused(
                "The outbox " + path + " cannot be opened as a database",
                "If the file is damaged, move it and its -wal and -shm neighbours away and keep them (what had not been"
                        + " sent is in them), then start again with a fresh one. A disk that is full or read-only shows"
                        + " the same way.",
                cause);
    }
}
