package io.tocsin.delivery.jdbc.store;

import io.tocsin.ConfigurationException;
import javax.sql.DataSource;
import org.flywaydb.core.Flyway;
import org.flywaydb.core.api.callback.Callback;
import org.flywaydb.core.api.exception.FlywayValidateException;

/** The tables of the outbox. */
final class Schema {

    private Schema() {}

    /**
     * Makes the tables, or brings those of an earlier release up to date.
     *
     * @param dialect the folder of the scripts: {@code sqlite} or {@code mysql}
     * @param store what to call it in an error: its path, or the property that names it
     * @throws ConfigurationException when another version of Tocsin made the tables in a way that this one does not know
     */
    static void migrate(DataSource dataSource, String dialect, String store, Callback... callbacks) {
        try {
            Flyway.configure()
                    .dataSource(dataSource)
                    .locations("classpath:db/migration/" + dialect)
                    .callbacks(callbacks)
                    .load()
                    .migrate();
        } catch (FlywayValidateException e) {
            throw StoreStart.refused(
                    "The tables of the outbox " + store + " were made by a version of Tocsin that was never released",
                    "Let that version deliver what waits, then move the file away or drop the tables: this version makes"
                            + " its own. Or use that version.",
                    null);
        }
    }
}
