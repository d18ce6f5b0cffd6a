package io.tocsin.delivery.jdbc;

import io.tocsin.delivery.StoreLimit;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import org.springframework.jdbc.core.JdbcTemplate;

/** What the store takes; measured by one thread and asked by all that append. */
final class StoreSize {

    /** A file keeps its size, but the pages of what was deleted are used again. */
    private static final String SQLITE =
            "SELECT (p.page_count - f.freelist_count) * s.page_size FROM pragma_page_count p,"
                    + " pragma_freelist_count f, pragma_page_size s";

    /** MySQL would answer with figures of up to a day ago; MariaDB knows no such setting and skips the comment. */
    private static final String FRESH = "SET /*!80000 SESSION information_schema_stats_expiry = 0, */ @tocsin = 0";

    /** The server's own estimate, which follows with some delay. */
    private static final String MYSQL = "SELECT SUM(data_length + index_length) FROM information_schema.tables"
            + " WHERE table_schema = DATABASE() AND table_name IN ('notification', 'delivery')";

    private final JdbcTemplate jdbc;
    private final boolean sqlite;
    private final StoreLimit limit;
    private volatile boolean reached;

    StoreSize(JdbcTemplate jdbc, String kind, StoreLimit limit) {
        this.jdbc = jdbc;
        this.sqlite = kind.equals("sqlite");
        this.limit = limit;
    }

    /** Asks the database; bytes. */
    long measure() {
        Long bytes = jdbc.execute((Connection connection) -> read(connection));
        long size = bytes == null ? 0 : bytes;
        reached = limit.isReached(size);
        return size;
    }

    /** Whether nothing more is to be appended, as of the last measurement. */
    boolean isReached() {
        return reached;
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
