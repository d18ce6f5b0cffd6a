package io.tocsin.delivery.jdbc;

import io.tocsin.backing.MySqlServer;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.condition.EnabledIf;

/** The same on MySQL itself. */
@EnabledIf(value = MySqlServer.HAS_DOCKER, disabledReason = MySqlServer.NO_DOCKER)
@Tag("drill")
class MySqlLedgerIT extends MariaDbLedgerIT {

    @Override
    MySqlServer server() {
        return MySqlServer.mySql();
    }
}
