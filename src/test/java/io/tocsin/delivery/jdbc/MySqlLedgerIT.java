package io.tocsin.delivery.jdbc;

import io.tocsin.backing.MySqlServer;
import io.tocsin.delivery.DeliveryProperties;
import io.tocsin.delivery.jdbc.store.MySqlStore;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;

class MySqlLedgerIT extends AlertGroupContractTests {

    private MySqlServer.Database database;

    @Override
    @BeforeEach
    void openFirst() throws Exception {
        database = MySqlServer.get().newDatabase();
        super.openFirst();
    }

    @Override
    Replica open() {
        DeliveryProperties.Store properties = new DeliveryProperties.Store(
                Path.of("unused"), database.url(), database.username(), database.password(), 512);
        return Replica.on(MySqlStore.open(properties, database.url()), clock, CAP);
    }
}
