package io.tocsin.delivery.jdbc.store;

import io.tocsin.delivery.OutboxException;
import io.tocsin.delivery.OutboxException.Kind;
import io.tocsin.delivery.StoreLimit;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.JdbcTemplate;

/** The free room of the store; measured by one thread and read by all that append. */
public final class StoreSize {

    /** A file keeps its size, but the pages of deleted rows are reused. */
    private static final String SQLITE =
            "SELECT (p.page_count - f.freelist_count) * s.page_size FROM pragma_page_count p,"
                    + " pragma_freelist_count f, pragma_page_size s";

    /** MySQL would answer with figures up to a day old; MariaDB has no such setting and skips the comment. */
    private static final String FRESH = "SET /*!80000 SESSION information_schema_stats_expiry = 0, */ @tocsin = 0";

    /** The server's own estimate, which follows with some delay. */
    private static final String MYSQL = "SELECT SUM(data_length + index_length) FROM information_schema.tables"
            + " WHERE table_schema = DATABASE() AND table_name IN ('notification', 'delivery')";

    /** A page is written twice, to the log and from there to the file, and a character may need two bytes or more. */
    private static final int BYTES_PER_CHARACTER = 4;

    private final JdbcTemplate jdbc;
    private final boolean sqlite;
    private final @Nullable SqliteFile file;
    private final StoreLimit limit;
    /** Bytes being appended, which are not visible on the disk yet. */
    private final AtomicLong claimed = new AtomicLong();

    private volatile boolean reached;

    public StoreSize(Store store, StoreLimit limit) {
        this.jdbc = new JdbcTemplate(store.dataSource());
        this.sqlite = store.kind().equals("sqlite");
        this.file = store.file();
        this.limit = limit;
    }

    /** Queries the database; bytes. */
    public long measure() {
        Long bytes = jdbc.execute((Connection connection) -> read(connection));
        long size = (bytes == null ? 0 : bytes) + (file == null ? 0 : file.logSize());
        reached = limit.isReached(size);
        return size;
    }

    /** The free space of the disk in bytes; {@link Long#MAX_VALUE} when unknown, as on a server. */
    public long free() {
        return file == null ? Long.MAX_VALUE : file.free();
    }

    /**
     * Runs the work that appends so many characters when there is room for them. The disk is queried each time: in a storm it
     * would be full before the next check.
     *
     * @throws OutboxException when there is no room
     */
    public <T> T append(long characters, Supplier<T> work) {
        if (reached) {
            throw full("the store is as large as tocsin.delivery.store.max-size allows");
        }
        long bytes = characters * BYTES_PER_CHARACTER;
        long others = claimed.getAndAdd(bytes);
        try {
            if (limit.isFull(free() - others - bytes)) {
                throw full("less than tocsin.delivery.store.min-free is left on the disk of the store");
            }
            return work.get();
        } finally {
            claimed.addAndGet(-bytes);
        }
    }

    private static OutboxException full(String reason) {
        return new OutboxException(Kind.FULL, reason, null);
    }

    private Long read(Connection connection) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            if (!sqlite) {
                statement.execute(FRESH);
            }
            try (ResultSet row = statement.executeQuery(sqlite ? SQLITE : MYSQL)) {
                return row.next() ? row.getLong(1) : 0L;
            }
        }
    }
}
