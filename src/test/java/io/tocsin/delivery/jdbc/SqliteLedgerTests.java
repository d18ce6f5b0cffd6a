package io.tocsin.delivery.jdbc;

import io.tocsin.delivery.jdbc.store.SqliteStore;
import io.tocsin.delivery.jdbc.store.Store;
import java.nio.file.Path;
import org.junit.jupiter.api.io.TempDir;

class SqliteLedgerTests extends AlertGroupContractTests {

    @TempDir
    Path folder;

    @Override
    Replica open() {
        return Replica.on(SqliteStore.open(folder.resolve("outbox.db")), clock, CAP);
    }

    /** The file is locked against other processes, so replicas here are two users of one open database. */
    @Override
    Replica second() {
        Store shared = new Store("sqlite", one.database().dataSource(), false, null, null);
        return Replica.on(shared, clock, CAP);
    }
}
