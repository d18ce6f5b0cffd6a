package io.tocsin.delivery.jdbc.store;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import io.tocsin.ConfigurationException;
import io.tocsin.delivery.DeliveryProperties;
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
            dataSource = connect(pool(properties, url));
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

    /** On a node of a Galera cluster a read waits until earlier commits of other nodes are applied. */
    private static HikariDataSource connect(HikariConfig pool) {
        HikariDataSource dataSource = new HikariDataSource(pool);
        if (!isGalera(new JdbcTemplate(dataSource))) {
            return dataSource;
        }
        dataSource.close();
        HikariConfig consistent = new HikariConfig();
        pool.copyStateTo(consistent);
        consistent.addDataSourceProperty("sessionVariables", "wsrep_sync_wait=1");
        return new HikariDataSource(consistent);
    }

    private static boolean isGalera(JdbcTemplate jdbc) {
        return !jdbc.queryForList("SHOW GLOBAL VARIABLES WHERE Variable_name = 'wsrep_on' AND Value = 'ON'")
                .isEmpty();
    }

    private static HikariConfig pool(DeliveryProperties.Store properties, String url) {
        HikariConfig config = new HikariConfig();
        config.setPoolName("outbox");
        config.setJdbcUrl(url);
        config.setUsername(properties.username());
        config.setPassword(properties.password());
        config.setMaximumPoolSize(8);
        config.setMinimumIdle(2);
        config.setConnectionTimeout(2_500);
        config.setInitializationFailTimeout(15_000);
        config.setTransactionIsolation("TRANSACTION_READ_COMMITTED");
        config.addDataSourceProperty("rewriteBatchedStatements", "true");
        config.addDataSourceProperty("connectTimeout", "2000");
        config.addDataSourceProperty("socketTimeout", "5000");
        config.addDataSourceProperty("tcpKeepAlive", "true");
        // By default a connection that moved to another host of the URL refuses writes.
        config.addDataSourceProperty("failOverReadOnly", "false");
        // Standard error otherwise, with a stack trace for each host that does not answer.
        config.addDataSourceProperty("logger", "Slf4JLogger");
        // No exception override that keeps a failed connection, although the driver may have moved it to another host:
        // what follows
        // in its transaction would run there without what came before.
        return config;
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
