package io.tocsin.delivery.jdbc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tocsin.backing.MySqlServer;
import io.tocsin.delivery.DeliveryProperties;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class MySqlOutboxIT extends OutboxContractTests {

    private MySqlServer.Database database;

    @Override
    @BeforeEach
    void openFirst() throws Exception {
        database = MySqlServer.get().newDatabase();
        super.openFirst();
    }

    @Override
    Replica open() {
        return Replica.on(MySqlStore.open(properties(database.password()), database.url()), clock, CAP);
    }

    private DeliveryProperties.Store properties(String password) {
        return new DeliveryProperties.Store(Path.of("unused"), database.url(), database.username(), password);
    }

    @Test
    void a_refused_password_stops_the_start_without_being_told() {
        assertThatThrownBy(() -> MySqlStore.open(properties("hunter2"), database.url()))
                .isInstanceOfSatisfying(StoreStartException.class, e -> {
                    assertThat(e.action()).contains("tocsin.delivery.store.username");
                    assertThat(e).hasStackTraceContaining("Access denied");
                });
    }
}
