package io.tocsin.delivery.web;

import io.tocsin.backing.MySqlServer;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.condition.EnabledIf;

/** The same on MySQL itself. */
@EnabledIf(value = MySqlServer.HAS_DOCKER, disabledReason = MySqlServer.NO_DOCKER)
@Tag("drill")
class MySqlLedgerApiIT extends MariaDbLedgerApiIT {

    @Override
    MySqlServer server() {
        return MySqlServer.mySql();
    }
}
