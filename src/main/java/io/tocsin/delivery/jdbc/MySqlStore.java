package io.tocsin.delivery.jdbc;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import io.tocsin.delivery.DeliveryProperties;
import org.flywaydb.core.Flyway;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.jdbc.core.JdbcTemplate;

/** Opens the outbox on a MySQL or MariaDB that several replicas may share. */
final class MySqlStore {

    private static final Logger log = LoggerFactory.getLogger(MySqlStore.class);

    private MySqlStore() {}

    /**
     * @throws StoreStartException when the database cannot be reached or migrated
     */
    static Store open(DeliveryProperties.Store properties, String url) {
        HikariDataSource dataSource = null;
        try {
            dataSource = new HikariDataSource(pool(properties, url));
            Flyway.configure()
                    .dataSource(dataSource)
                    .locations("classpath:db/migration/mysql")
                    .load()
                    .migrate();
            warnUnlessDurable(new JdbcTemplate(dataSource));
            return new Store("mysql", dataSource, false, () -> {}, () -> {});
        } catch (RuntimeException e) {
            if (dataSource != null) {
                dataSource.close();
            }
            throw new StoreStartException(
                    "The shared outbox of tocsin.delivery.store.url cannot be opened",
                    "Check that the URL is jdbc:mysql://host:port/database, that the database exists, and that the user"
                            + " of tocsin.delivery.store.username may create and alter tables in it.",
                    e);
        }
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
