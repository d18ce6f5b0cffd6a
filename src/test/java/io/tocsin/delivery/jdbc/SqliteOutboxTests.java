package io.tocsin.delivery.jdbc;

import static io.tocsin.delivery.Notifications.notification;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tocsin.delivery.AppendResult.Stored;
import io.tocsin.delivery.OutboxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.jdbc.core.JdbcTemplate;

class SqliteOutboxTests extends OutboxContractTests {

    @TempDir
    Path folder;

    @Override
    Replica open() {
        return Replica.on(SqliteStore.open(file()), clock, CAP);
    }

    /** The file is locked against other processes, so replicas here are two users of one open database. */
    @Override
    Replica second() {
        Store shared = new Store("sqlite", one.database().dataSource(), false, () -> {}, () -> {});
        return Replica.on(shared, clock, CAP);
    }

    private Path file() {
        return folder.resolve("data/outbox.db");
    }

    @Test
    void every_commit_is_on_disk_before_it_is_acknowledged() {
        JdbcTemplate jdbc = new JdbcTemplate(one.database().dataSource());
        assertThat(jdbc.queryForObject("PRAGMA synchronous", Integer.class)).isEqualTo(2);
        assertThat(jdbc.queryForObject("PRAGMA journal_mode", String.class)).isEqualTo("wal");
    }

    @Test
    void only_the_owner_may_read_the_files() throws Exception {
        one.outbox().append(notification("a", NOW, "oncall"));
        try (var files = Files.list(file().getParent())) {
            for (Path file : files.toList()) {
                String permissions = PosixFilePermissions.toString(Files.getPosixFilePermissions(file));
                assertThat(permissions).as(file.toString()).isEqualTo("rw-------");
            }
        }
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file().getParent())))
                .isEqualTo("rwx------");
    }

    @Test
    void a_second_process_is_refused_with_what_to_do() {
        assertThatThrownBy(() -> SqliteStore.open(file()))
                .isInstanceOfSatisfying(
                        StoreStartException.class, e -> assertThat(e.action()).contains("tocsin.delivery.store.url"));
    }

    @Test
    void a_damaged_file_is_refused_with_what_to_do() throws Exception {
        Path damaged = folder.resolve("damaged.db");
        Files.writeString(
                damaged, "this was never a database, and it is longer than a header of a hundred bytes: ".repeat(20));
        assertThatThrownBy(() -> SqliteStore.open(damaged)).isInstanceOfSatisfying(StoreStartException.class, e -> {
            assertThat(e).hasMessageContaining(damaged.toString());
            assertThat(e.action()).contains("move it");
        });
        // A refused start leaves no lock behind.
        Files.delete(damaged);
        SqliteStore.open(damaged).close();
    }

    @Test
    void a_path_that_cannot_be_written_is_refused_with_what_to_do() throws Exception {
        Path file = Files.createFile(folder.resolve("a-file"));
        assertThatThrownBy(() -> SqliteStore.open(file.resolve("outbox.db")))
                .isInstanceOfSatisfying(
                        StoreStartException.class, e -> assertThat(e.action()).contains("tocsin.delivery.store.path"));
    }

    @Test
    void a_database_locked_by_somebody_else_stops_acknowledgements_until_it_is_free() throws Exception {
        try (Connection other = DriverManager.getConnection("jdbc:sqlite:" + file());
                Statement statement = other.createStatement()) {
            statement.execute("BEGIN EXCLUSIVE");
            assertThatThrownBy(() -> one.outbox().append(notification("a", NOW, "oncall")))
                    .isInstanceOfSatisfying(
                            OutboxException.class,
                            e -> assertThat(e.kind()).isEqualTo(OutboxException.Kind.UNAVAILABLE));
            assertThat(one.store().failing()).isTrue();
            statement.execute("ROLLBACK");
        }
        one.store().probe(NOW);
        assertThat(one.store().failing()).isFalse();
        assertThat(one.outbox().append(notification("a", NOW, "oncall"))).isInstanceOf(Stored.class);
    }

    @Test
    void a_deleted_file_stops_acknowledgements() throws Exception {
        Files.delete(file());
        assertThatThrownBy(() -> one.outbox().append(notification("a", NOW, "oncall")))
                .isInstanceOf(OutboxException.class);
        assertThat(one.store().failing()).isTrue();
    }

    /** Else an empty database would stand where the operator wants to put the real one back. */
    @Test
    void no_connection_puts_another_file_in_the_place_of_one_that_is_gone() throws Exception {
        String url = one.database().dataSource().getJdbcUrl();
        Files.move(file(), folder.resolve("away"));
        assertThatThrownBy(() -> DriverManager.getConnection(url).close()).isInstanceOf(SQLException.class);
        assertThat(file()).doesNotExist();
    }

    @Test
    void any_folder_name_will_do() throws Exception {
        Path odd = folder.resolve("a b%20c?d#e&f=g/outbox.db");
        try (Replica replica = Replica.on(SqliteStore.open(odd), clock, CAP)) {
            replica.queue().register(List.of("oncall"));
            assertThat(replica.outbox().append(notification("a", NOW, "oncall")))
                    .isInstanceOf(Stored.class);
            assertThat(Files.size(odd)).isPositive();
        }
    }

    @Test
    void a_lease_of_a_process_that_died_is_taken_over_at_once() throws Exception {
        acquire(one);
        one.close();
        replicas.remove(one);
        assertThat(replica()
                        .queue()
                        .acquire("oncall", NOW, NOW.plusSeconds(30))
                        .orElseThrow()
                        .takenOver())
                .isTrue();
    }

    @Test
    void what_the_database_refuses_is_refused_alone() throws Exception {
        String trigger = "CREATE TRIGGER refuse BEFORE INSERT ON notification WHEN NEW.dedup_key = 'n13'"
                + " BEGIN SELECT RAISE(ABORT, 'refused'); END";
        new JdbcTemplate(one.database().dataSource()).execute(trigger);
        List<Boolean> stored = concurrently(64, n -> {
            try {
                one.outbox().append(notification("n" + n, NOW, "oncall"));
                return true;
            } catch (OutboxException e) {
                return false;
            }
        });
        assertThat(stored).filteredOn(ok -> !ok).hasSize(1);
        assertThat(status(one, "oncall").pending()).isEqualTo(63);
    }
}
