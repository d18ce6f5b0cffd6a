package io.tocsin.delivery.jdbc.store;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import io.tocsin.ConfigurationException;
import io.tocsin.delivery.DeliveryProperties;
import java.util.Objects;
import java.util.Properties;
import java.util.regex.Pattern;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.jdbc.core.JdbcTemplate;

/** Opens the outbox on a MySQL or MariaDB that several replicas may share. */
public final class MySqlStore {

    private static final Logger log = LoggerFactory.getLogger(MySqlStore.class);

    /** The forms of a URL that spread connections over several servers. */
    private static final Pattern SPREADING =
            Pattern.compile("jdbc:mysql(\\+srv)?:(loadbalance|replication):", Pattern.CASE_INSENSITIVE);

    private MySqlStore() {}

    /**
     * Connects to the database and brings its schema up to date.
     *
     * @throws ConfigurationException when the database cannot be reached or migrated
     */
    public static Store open(DeliveryProperties.Store properties, String url) {
        refuseSpreadConnections(url);
        HikariDataSource dataSource = null;
        try {
            dataSource = pool(properties, url);
            Schema.migrate(dataSource, "mysql", "of tocsin.delivery.store.url", new MigrationLock(dataSource));
            warnUnlessDurable(new JdbcTemplate(dataSource));
            return new Store("mysql", dataSource, false, null, null);
        } catch (RuntimeException e) {
            if (dataSource != null) {
                dataSource.close();
            }
            if (e instanceof ConfigurationException known) {
                throw known;
            }
            throw StoreStart.refused(
                    "The shared outbox of tocsin.delivery.store.url cannot be opened",
                    "Check that the URL is jdbc:mysql://host:port/database, that the database exists, and that the user"
                            + " of tocsin.delivery.store.username may create and alter tables in it.",
                    e);
        }
    }

    /** A worker that reads on another server than it wrote to may not see what it recorded, and would send it again. */
    private static void refuseSpreadConnections(String url) {
        if (SPREADING.matcher(url).lookingAt()) {
            throw StoreStart.refused(
                    "tocsin.delivery.store.url spreads its connections over several servers, and what one of them has just"
                            + " recorded as sent may not be known on the next, so that it would be sent twice",
                    "Name the same servers as jdbc:mysql://host1,host2/database, in the same order at each replica: the first"
                            + " one that answers is used, and the others when it fails.",
                    null);
        }
    }

    private static HikariDataSource pool(DeliveryProperties.Store properties, String url) {
        Properties driver = new Properties();
        driver.setProperty("user", Objects.requireNonNullElse(properties.username(), ""));
        driver.setProperty("password", Objects.requireNonNullElse(properties.password(), ""));
        driver.setProperty("rewriteBatchedStatements", "true");
        driver.setProperty("connectTimeout", "2000");
        driver.setProperty("socketTimeout", "5000");
        driver.setProperty("tcpKeepAlive", "true");
        // Standard error otherwise, with a stack trace for each host that does not answer.
        driver.setProperty("logger", "Slf4JLogger");
        FirstWritableHost hosts = new FirstWritableHost(url, driver);
        HikariConfig config = new HikariConfig();
        config.setPoolName("outbox");
        config.setDataSource(hosts);
        config.setMaximumPoolSize(8);
        config.setMinimumIdle(2);
        config.setConnectionTimeout(2_500);
        config.setInitializationFailTimeout(15_000);
        config.setTransactionIsolation("TRANSACTION_READ_COMMITTED");
        if (hosts.areSeveral()) {
            // The shortest that the pool takes: after a fail-over all connections return to the first host.
            config.setMaxLifetime(30_000);
        }
        return new HikariDataSource(config);
    }

    private static void warnUnlessDurable(JdbcTemplate jdbc) {
        Integer flush = jdbc.queryForObject("SELECT @@innodb_flush_log_at_trx_commit", Integer.class);
        if (flush == null || flush != 1) {
            log.warn(
                    "The shared outbox may lose acknowledged alerts when its server crashes:"
                            + " innodb_flush_log_at_trx_commit is {}, set it to 1",
                    flush);
        }
    }
}
