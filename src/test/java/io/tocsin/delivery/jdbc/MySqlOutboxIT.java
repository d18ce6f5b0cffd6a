package io.tocsin.delivery.jdbc;

import static io.tocsin.delivery.Notifications.notification;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.zaxxer.hikari.HikariDataSource;
import io.tocsin.ConfigurationException;
import io.tocsin.backing.MySqlServer;
import io.tocsin.delivery.DeliveryProperties;
import io.tocsin.delivery.jdbc.store.MySqlStore;
import io.tocsin.delivery.jdbc.store.Store;
import io.tocsin.delivery.jdbc.store.StoreSize;
import io.tocsin.delivery.maintenance.OutboxStore;
import io.tocsin.delivery.queue.DeliveryQueue;
import io.tocsin.delivery.queue.DigestQueue;
import io.tocsin.proof.FreePort;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.Statement;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.jdbc.core.JdbcTemplate;
import tools.jackson.databind.json.JsonMapper;

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

    @Test
    void a_connection_that_moved_on_to_another_host_of_the_url_can_write() {
        String host = "127.0.0.1:" + MySqlServer.get().port();
        String url = database.url().replace(host, "127.0.0.1:" + FreePort.next() + "," + host);
        Replica moved = Replica.on(
                MySqlStore.open(
                        new DeliveryProperties.Store(
                                Path.of("unused"), url, database.username(), database.password(), 512),
                        url),
                clock,
                CAP);
        replicas.add(moved);

        moved.queue().register(List.of("oncall"));
        moved.outbox().append(notification("a", NOW, "oncall"));

        assertThat(moved.queue().head("oncall")).isPresent();
    }

    /** A plan that began at the notifications read all that waited for each that was sent. */
    @Test
    void what_is_read_to_find_the_next_delivery_grows_neither_with_what_waits_nor_with_what_was_sent()
            throws Exception {
        for (int n = 0; n < 300; n++) {
            one.outbox().append(notification("a" + n, NOW, "oncall"));
        }
        // One connection, whose session counts the rows that are read.
        HikariDataSource connection = new HikariDataSource();
        connection.setJdbcUrl(database.url());
        connection.setUsername(database.username());
        connection.setPassword(database.password());
        connection.setMaximumPoolSize(1);
        try (Store counted = new Store("mysql", connection, false, null, null)) {
            JdbcTemplate jdbc = new JdbcTemplate(connection);
            jdbc.queryForList("ANALYZE TABLE notification, delivery");
            JsonMapper json = JsonMapper.builder().build();
            StoreSize size = new StoreSize(counted, Replica.LIMIT);
            DeliveryQueue queue = new JdbcDeliveryQueue(jdbc, one.writer(), json, "somebody", false);
            DigestQueue digests = new JdbcDigestQueue(jdbc, one.writer(), json);
            OutboxStore store = new JdbcOutboxStore(counted, one.writer(), size);

            assertThat(rowsRead(jdbc, () -> queue.front("oncall"))).isLessThan(60);
            assertThat(rowsRead(jdbc, () -> digests.behind("oncall", 1, 10))).isLessThan(100);

            jdbc.update("UPDATE delivery SET state = 'DELIVERED' WHERE target = 'oncall' AND seq <= 280");
            jdbc.update("UPDATE target SET head_seq = 281, ended = 280 WHERE name = 'oncall'");
            assertThat(store.status(NOW).targets().get("oncall").pending()).isEqualTo(20);
            assertThat(rowsRead(jdbc, () -> store.status(NOW))).isLessThan(60);
            assertThat(rowsRead(jdbc, () -> HeadSequence.find(jdbc, "oncall"))).isLessThan(60);
        }
    }

    private static long rowsRead(JdbcTemplate jdbc, Runnable work) {
        long before = rowsRead(jdbc);
        work.run();
        return rowsRead(jdbc) - before;
    }

    private static long rowsRead(JdbcTemplate jdbc) {
        return jdbc.query("SHOW SESSION STATUS LIKE 'Handler_read%'", (row, n) -> row.getLong("Value")).stream()
                .mapToLong(Long::longValue)
                .sum();
    }

    private DeliveryProperties.Store properties(String password) {
        return new DeliveryProperties.Store(Path.of("unused"), database.url(), database.username(), password, 512);
    }

    @Override
    void settle(Replica replica) {
        JdbcTemplate jdbc = new JdbcTemplate(replica.database().dataSource());
        // Pages of what was deleted are used again, but count until the table is built anew.
        jdbc.execute("ALTER TABLE notification FORCE");
        jdbc.queryForList("ANALYZE TABLE notification, delivery");
    }

    /** Both commit each DDL statement by itself, so a kill leaves the tables that came before it. */
    @Test
    void a_migration_that_was_killed_half_way_is_finished_by_the_next_start() throws Exception {
        one.close();
        replicas.remove(one);
        try (Connection connection = database.connect();
                Statement statement = connection.createStatement()) {
            statement.execute("DROP TABLE delivery, target");
            statement.execute("DELETE FROM flyway_schema_history");
        }

        Replica restarted = replica();
        restarted.queue().register(List.of("oncall"));
        restarted.outbox().append(notification("a", NOW, "oncall"));
        assertThat(restarted.queue().head("oncall")).isPresent();
    }

    @Test
    void a_refused_password_stops_the_start_without_being_told() {
        assertThatThrownBy(() -> MySqlStore.open(properties("hunter2"), database.url()))
                .isInstanceOfSatisfying(ConfigurationException.class, e -> {
                    assertThat(e.action()).contains("tocsin.delivery.store.username");
                    assertThat(e).hasStackTraceContaining("Access denied");
                });
    }
}
