package io.tocsin.delivery.web;

import io.tocsin.backing.MySqlServer;
import java.util.List;

class MySqlLedgerApiIT extends LedgerApiContractTests {

    @Override
    List<String> store() {
        MySqlServer.Database database = MySqlServer.get().newDatabase();
        return List.of(
                "tocsin.delivery.store.url=" + database.url(),
                "tocsin.delivery.store.username=" + database.username(),
                "tocsin.delivery.store.password=" + database.password());
    }
}
