package io.tocsin.delivery.jdbc;

import com.zaxxer.hikari.HikariDataSource;

/**
 * An open and migrated database.
 *
 * @param kind which it is, for people: {@code sqlite} or {@code mysql}
 * @param dataSource its connections
 * @param alone whether no other process can use it
 * @param beforeCommit run ahead of each commit; throws a {@link StoreFault} when a commit would be lost
 * @param onClose gives back what the opening took
 */
record Store(String kind, HikariDataSource dataSource, boolean alone, Runnable beforeCommit, Runnable onClose)
        implements AutoCloseable {

    @Override
    public void close() {
        dataSource.close();
        onClose.run();
    }
}
