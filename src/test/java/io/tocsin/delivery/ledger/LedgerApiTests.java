package io.tocsin.delivery.ledger;

import java.util.List;

class LedgerApiTests extends LedgerApiContractTests {

    @Override
    List<String> store() {
        return List.of();
    }
}
