package io.tocsin.check.mysql;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Properties;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The one connection to the monitored database: kept while it works, closed at the first failure. */
class MySqlConnection implements AutoCloseable {

    private static final Logger log = LoggerFactory.getLogger(MySqlConnection.class);
    private static final String MARIADB = "jdbc:mariadb:";

    private final String url;
    private final Properties settings = new Properties();
    private volatile @Nullable Connection connection;

    /**
     * @param url a JDBC URL of MySQL or MariaDB; its own settings take precedence over the limits here
     * @param timeout of the connect and of each answer
     */
    MySqlConnection(String url, @Nullable String username, @Nullable String password, Duration timeout) {
        this.url = url.startsWith(MARIADB) ? "jdbc:mysql:" + url.substring(MARIADB.length()) : url;
        String millis = String.valueOf(timeout.toMillis());
        settings.setProperty("connectTimeout", millis);
        settings.setProperty("socketTimeout", millis);
        settings.setProperty("tcpKeepAlive", "true");
        settings.setProperty("connectionAttributes", "program_name:tocsin");
        if (username != null) {
            settings.setProperty("user", username);
        }
        if (password != null) {
            settings.setProperty("password", password);
        }
    }

    /** Whether a connection is kept from before. */
    boolean kept() {
        return connection != null;
    }

    Connection get() throws SQLException {
        Connection known = connection;
        if (known == null) {
            known = DriverManager.getConnection(url, settings);
            connection = known;
        }
        return known;
    }

    /** Closes the connection without a message to the server, which may no longer respond. */
    void drop() {
        Connection known = connection;
        connection = null;
        if (known != null) {
            try {
                known.abort(Runnable::run);
            } catch (SQLException e) {
                log.debug("A connection to the monitored database could not be closed", e);
            }
        }
    }

    @Override
    public void close() {
        drop();
    }
}
