package io.tocsin.delivery.jdbc;

import static io.tocsin.delivery.Notifications.content;
import static io.tocsin.delivery.Notifications.notification;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tocsin.ConfigurationException;
import io.tocsin.delivery.AppendResult.Stored;
import io.tocsin.delivery.OutboxException;
import io.tocsin.delivery.StoreLimit;
import io.tocsin.delivery.jdbc.store.SqliteStore;
import io.tocsin.delivery.jdbc.store.Store;
import io.tocsin.delivery.maintenance.MissingNotifications;
import io.tocsin.delivery.queue.Delivery;
import java.io.File;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.boot.system.ApplicationTemp;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.util.unit.DataSize;

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
        Store shared = new Store("sqlite", one.database().dataSource(), false, null, null);
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

    /** As the thread does that copies the log; it counts in the size of the store. */
    @Override
    void settle(Replica replica) {
        JdbcTemplate jdbc = new JdbcTemplate(replica.database().dataSource());
        jdbc.queryForList("PRAGMA wal_checkpoint(TRUNCATE)");
    }

    @Test
    void the_write_ahead_log_counts_in_the_size_of_the_store() {
        settle(one);
        long before = one.store().measure();
        one.outbox().append(notification("large", NOW, content("x".repeat(1_000_000)), "oncall"));
        assertThat(one.store().measure()).isGreaterThan(before + 2_000_000);
    }

    @Test
    void the_write_ahead_log_gives_back_what_a_storm_made_it_take() throws Exception {
        for (int n = 0; n < 4; n++) {
            one.outbox().append(notification("large" + n, NOW, content("x".repeat(1_000_000)), "oncall"));
        }
        Path wal = file().resolveSibling("outbox.db-wal");
        assertThat(Files.size(wal)).isGreaterThan(5_000_000L);
        new JdbcTemplate(one.database().dataSource()).queryForList("PRAGMA wal_checkpoint(PASSIVE)");
        one.store().probe(NOW);
        assertThat(Files.size(wal)).isLessThan(5_000_000L);
    }

    @Test
    void a_disk_with_less_than_the_reserve_takes_no_notification_but_records_what_was_sent_and_own_alerts() {
        Store shared = new Store(
                "sqlite", one.database().dataSource(), true, one.database().file(), null);
        one.outbox().append(notification("before", NOW, "oncall"));
        StoreLimit limit = new StoreLimit(DataSize.ofMegabytes(10), DataSize.ofTerabytes(1_000_000));
        Replica short1 = Replica.on(shared, clock, CAP, limit);
        assertThatThrownBy(() -> short1.outbox().append(notification("more", NOW, "oncall")))
                .isInstanceOfSatisfying(
                        OutboxException.class, e -> assertThat(e.kind()).isEqualTo(OutboxException.Kind.FULL))
                .hasMessageContaining("min-free");
        Delivery head = short1.queue().head("oncall").orElseThrow();
        assertThat(short1.queue().record(acquire(short1), delivered(head))).isTrue();
        assertThat(status(one, "oncall").pending()).isZero();
        short1.commits().close();
    }

    /** What a process leaves that is killed: the connections of the first are not closed. */
    private void killed() throws Exception {
        for (String suffix : List.of("", "-wal", "-shm", ".lock")) {
            Files.copy(file().resolveSibling("outbox.db" + suffix), folder.resolve("killed.db" + suffix));
        }
    }

    private Store reopened() {
        return SqliteStore.open(folder.resolve("killed.db"));
    }

    @Test
    void a_start_after_a_kill_or_an_orderly_end_misses_nothing() throws Exception {
        one.outbox().append(notification("a", NOW, "oncall"));
        killed();
        for (int start = 0; start < 2; start++) {
            try (Store store = reopened()) {
                assertThat(store.missing()).isNull();
            }
        }
    }

    @Test
    void a_write_ahead_log_that_is_gone_or_cut_is_reported_once() throws Exception {
        settle(one);
        long first = ((Stored) one.outbox().append(notification("a", NOW, "oncall"))).notificationId();
        long size = Files.size(file().resolveSibling("outbox.db-wal"));
        long last = ((Stored) one.outbox().append(notification("b", NOW, "oncall"))).notificationId();
        killed();
        try (FileChannel wal = FileChannel.open(folder.resolve("killed.db-wal"), StandardOpenOption.WRITE)) {
            wal.truncate(size);
        }
        try (Store store = reopened()) {
            assertThat(store.missing()).isEqualTo(new MissingNotifications(last, last));
        }
        try (Store store = reopened()) {
            assertThat(store.missing()).isNull();
        }
        for (String suffix : List.of("", "-wal", "-shm", ".lock")) {
            Files.deleteIfExists(folder.resolve("killed.db" + suffix));
        }
        killed();
        Files.delete(folder.resolve("killed.db-wal"));
        try (Replica after = Replica.on(reopened(), clock, CAP)) {
            assertThat(after.database().missing()).isEqualTo(new MissingNotifications(first, last));
            assertThat(after.store().missing()).contains(new MissingNotifications(first, last));
            after.queue().register(List.of("oncall"));
            assertThat(after.outbox().append(notification("c", NOW, "oncall"))).isEqualTo(new Stored(last + 1));
        }
    }

    @Test
    void a_store_that_was_replaced_by_a_fresh_one_is_reported() throws Exception {
        long last = ((Stored) one.outbox().append(notification("a", NOW, "oncall"))).notificationId();
        Files.copy(file().resolveSibling("outbox.db.lock"), folder.resolve("killed.db.lock"));
        try (Store store = reopened()) {
            assertThat(store.missing()).isEqualTo(new MissingNotifications(1, last));
        }
    }

    @Test
    void the_native_library_is_not_kept_as_a_file() {
        File unpacked = new ApplicationTemp().getDir("sqlite");
        assertThat(unpacked).isEmptyDirectory();
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
                        ConfigurationException.class,
                        e -> assertThat(e.action()).contains("tocsin.delivery.store.url"));
    }

    @Test
    void a_damaged_file_is_refused_with_what_to_do() throws Exception {
        Path damaged = folder.resolve("damaged.db");
        Files.writeString(
                damaged, "this was never a database, and it is longer than a header of a hundred bytes: ".repeat(20));
        assertThatThrownBy(() -> SqliteStore.open(damaged)).isInstanceOfSatisfying(ConfigurationException.class, e -> {
            assertThat(e).hasMessageContaining(damaged.toString());
            assertThat(e.action()).contains("move it");
        });
        // A refused start leaves no lock behind.
        Files.delete(damaged);
        SqliteStore.open(damaged).close();
    }

    @Test
    void tables_that_an_unreleased_version_made_are_refused_with_what_to_do() {
        Path earlier = folder.resolve("earlier.db");
        try (Store store = SqliteStore.open(earlier)) {
            new JdbcTemplate(store.dataSource()).update("UPDATE flyway_schema_history SET checksum = checksum + 1");
        }
        assertThatThrownBy(() -> SqliteStore.open(earlier)).isInstanceOfSatisfying(ConfigurationException.class, e -> {
            assertThat(e).hasMessageContaining(earlier.toString()).hasMessageContaining("never released");
            assertThat(e.action()).contains("move the file away");
        });
    }

    @Test
    void a_path_that_cannot_be_written_is_refused_with_what_to_do() throws Exception {
        Path file = Files.createFile(folder.resolve("a-file"));
        assertThatThrownBy(() -> SqliteStore.open(file.resolve("outbox.db")))
                .isInstanceOfSatisfying(
                        ConfigurationException.class,
                        e -> assertThat(e.action()).contains("tocsin.delivery.store.path"));
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
    void a_file_that_is_gone_does_not_come_back_empty() throws Exception {
        Files.delete(file());
        List<Connection> connections = new ArrayList<>();
        assertThatThrownBy(() -> {
                    for (int n = 0; n < 8; n++) {
                        connections.add(one.database().dataSource().getConnection());
                    }
                })
                .isInstanceOf(SQLException.class);
        for (Connection connection : connections) {
            connection.close();
        }
        assertThat(file()).doesNotExist();
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
        String trigger = "CREATE TRIGGER refuse BEFORE INSERT ON notification WHEN NEW.content LIKE '%n13%'"
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
