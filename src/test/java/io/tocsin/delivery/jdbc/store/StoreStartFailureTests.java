package io.tocsin.delivery.jdbc.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.tocsin.ConfigurationException;
import io.tocsin.delivery.DeliveryProperties;
import java.nio.file.Path;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class StoreStartFailureTests {

    @ParameterizedTest
    @ValueSource(
            strings = {
                "jdbc:mysq://127.0.0.1/tocsin?user=tocsin&password=hunter2",
                "mysql://tocsin:hunter2@127.0.0.1/tocsin",
                "jdbc:mysql://tocsin:hunter2@127.0.0.1:port/tocsin",
                "jdbc:mysql://127.0.0.1:port/tocsin?password=hunter2",
            })
    void a_password_in_a_wrong_url_is_not_told(String url) {
        ConfigurationException refused = catchThrowableOfType(
                ConfigurationException.class,
                () -> MySqlStore.open(
                        new DeliveryProperties.Store(Path.of("unused"), url, "tocsin", "hunter2", 512), url));

        assertThat(refused.getMessage())
                .startsWith("The shared outbox of tocsin.delivery.store.url cannot be opened: ")
                .doesNotContain("hunter2");
        assertThat(refused.action()).contains("jdbc:mysql://host:port/database");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "jdbc:mysql:loadbalance://tocsin:hunter2@127.0.0.1,127.0.0.2/tocsin",
                "jdbc:mysql:replication://127.0.0.1,127.0.0.2/tocsin?password=hunter2",
                "jdbc:mysql+srv:loadbalance://db.example.com/tocsin",
            })
    void a_url_that_spreads_connections_over_servers_is_refused_before_it_is_used(String url) {
        ConfigurationException refused = catchThrowableOfType(
                ConfigurationException.class,
                () -> MySqlStore.open(
                        new DeliveryProperties.Store(Path.of("unused"), url, "tocsin", "hunter2", 512), url));

        assertThat(refused.getMessage()).contains("sent twice").doesNotContain("hunter2");
        assertThat(refused.action()).contains("jdbc:mysql://host1,host2/database");
    }
}
