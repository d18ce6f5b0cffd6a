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
     * Creates the tables, or upgrades those of an earlier release.
     *
     * @param dialect the folder of the scripts: {@code sqlite} or {@code mysql}
     * @param store its name in an error: its path, or the property that names it
     * @throws ConfigurationException when the tables have a schema of another version that this one does not know
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
