package io.tocsin.delivery.jdbc.store;

import com.zaxxer.hikari.HikariDataSource;
import io.tocsin.delivery.maintenance.MissingNotifications;
import org.jspecify.annotations.Nullable;

/**
 * An open and migrated database.
 *
 * @param kind its name, for people: {@code sqlite} or {@code mysql}
 * @param dataSource its connections
 * @param alone whether no other process can use it
 * @param file where it is, locked for this process; null for one on a server
 * @param missing acknowledged notifications that it lacks; null when none is missing
 */
public record Store(
        String kind,
        HikariDataSource dataSource,
        boolean alone,
        @Nullable SqliteFile file,
        @Nullable MissingNotifications missing)
        implements AutoCloseable {

    /** Throws a {@link StoreUnavailableException} when a commit would be lost. */
    public void verifyInPlace() {
        if (file != null) {
            file.verifyInPlace();
        }
    }

    /** Records that a notification is about to be acknowledged, so that the next start can check whether the store has it. */
    public void acknowledged(long notification) {
        if (file != null) {
            file.acknowledged(notification);
        }
    }

    @Override
    public void close() {
        dataSource.close();
        if (file != null) {
            file.close();
        }
    }
}
