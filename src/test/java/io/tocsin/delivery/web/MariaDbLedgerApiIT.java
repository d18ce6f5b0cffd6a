package io.tocsin.delivery.web;

import io.tocsin.backing.MySqlServer;
import java.util.List;

class MariaDbLedgerApiIT extends LedgerApiContractTests {

    MySqlServer server() {
        return MySqlServer.get();
    }

    @Override
    List<String> store() {
        MySqlServer.Database database = server().newDatabase();
        return List.of(
                "tocsin.delivery.store.url=" + database.url(),
                "tocsin.delivery.store.username=" + database.username(),
                "tocsin.delivery.store.password=" + database.password());
    }
}
