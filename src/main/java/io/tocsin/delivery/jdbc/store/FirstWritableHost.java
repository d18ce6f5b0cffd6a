package io.tocsin.delivery.jdbc.store;

import com.mysql.cj.conf.ConnectionUrl;
import com.mysql.cj.conf.HostInfo;
import com.mysql.cj.jdbc.ConnectionImpl;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.SQLFeatureNotSupportedException;
import java.sql.SQLTransientConnectionException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.concurrent.ConcurrentHashMap;
import org.springframework.jdbc.datasource.AbstractDataSource;

/**
 * Connects to the first host of a URL that accepts writes. The driver's own fail-over takes the first host that accepts a
 * connection, and so stays with a Galera node without a majority, which refuses every statement, and with a read-only replica.
 */
final class FirstWritableHost extends AbstractDataSource {

    /** How long a host that failed comes last, so that a hung one does not delay each new connection. */
    private static final Duration LAST_RESORT = Duration.ofSeconds(5);

    private final List<HostInfo> hosts;
    private final Map<HostInfo, Long> failedAt = new ConcurrentHashMap<>();

    /**
     * @param url {@code jdbc:mysql://host1,host2/database}
     * @param properties of the driver; those of the URL win
     */
    FirstWritableHost(String url, Properties properties) {
        this.hosts = ConnectionUrl.getConnectionUrlInstance(url, properties).getHostsList();
    }

    boolean areSeveral() {
        return hosts.size() > 1;
    }

    @Override
    public Connection getConnection() throws SQLException {
        SQLException failure = null;
        for (HostInfo host : inOrder()) {
            try {
                Connection connection = connect(host);
                failedAt.remove(host);
                return connection;
            } catch (SQLException e) {
                failedAt.put(host, System.nanoTime());
                if (failure == null) {
                    failure = e;
                } else {
                    failure.addSuppressed(e);
                }
            }
        }
        throw failure == null ? new SQLTransientConnectionException("the URL names no host") : failure;
    }

    private List<HostInfo> inOrder() {
        List<HostInfo> order = new ArrayList<>(hosts);
        List<HostInfo> last = hosts.stream().filter(this::hasJustFailed).toList();
        order.removeAll(last);
        order.addAll(last);
        return order;
    }

    private boolean hasJustFailed(HostInfo host) {
        Long at = failedAt.get(host);
        return at != null && System.nanoTime() - at < LAST_RESORT.toNanos();
    }

    private static Connection connect(HostInfo host) throws SQLException {
        Connection connection = ConnectionImpl.getInstance(host);
        try (Statement statement = connection.createStatement()) {
            // The status is OFF as well on a MariaDB that is built for Galera and stands alone.
            boolean galera =
                    value(statement, "SHOW GLOBAL VARIABLES LIKE 'wsrep_on'", 2).equals("ON");
            if (galera
                    && value(statement, "SHOW GLOBAL STATUS LIKE 'wsrep_ready'", 2)
                            .equals("OFF")) {
                throw new SQLTransientConnectionException(
                        host.getHostPortPair() + " is not part of its Galera cluster");
            }
            if (value(statement, "SELECT @@global.read_only", 1).equals("1")) {
                throw new SQLTransientConnectionException(host.getHostPortPair() + " is read-only");
            }
            if (galera) {
                // A read waits until earlier commits of other nodes are applied.
                statement.execute("SET SESSION wsrep_sync_wait = 1");
            }
            return connection;
        } catch (SQLException | RuntimeException e) {
            connection.close();
            throw e;
        }
    }

    private static String value(Statement statement, String question, int column) throws SQLException {
        try (ResultSet row = statement.executeQuery(question)) {
            return row.next() ? row.getString(column) : "";
        }
    }

    @Override
    public Connection getConnection(String username, String password) throws SQLException {
        throw new SQLFeatureNotSupportedException("the user is that of the properties");
    }
}
