package io.tocsin.proof;

import io.tocsin.delivery.ShortHash;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Instant;
import java.util.List;
import org.flywaydb.core.Flyway;

/** Makes a SQLite outbox that has seen a lot; for benchmarks only. */
final class FilledStore {

    static final List<String> TARGETS = List.of("dev-slack", "oncall", "ops-slack");

    private FilledStore() {}

    /**
     * Writes the file.
     *
     * @param history how many notifications were delivered to each of three targets, one second apart
     * @param backlog how many wait
     * @return the database file
     */
    static Path create(Path folder, int history, int backlog) throws IOException, SQLException {
        Files.createDirectories(folder);
        Path file = folder.resolve("outbox.db");
        String url = "jdbc:sqlite:" + file + "?journal_mode=WAL&synchronous=OFF";
        Flyway.configure()
                .dataSource(url, null, null)
                .locations("classpath:db/migration/sqlite")
                .load()
                .migrate();
        try (Connection connection = DriverManager.getConnection(url)) {
            connection.setAutoCommit(false);
            fill(connection, history, backlog);
            connection.commit();
        }
        return file;
    }

    private static void fill(Connection connection, int history, int backlog) throws SQLException {
        long first = Instant.now().getEpochSecond() - history - backlog / 10;
        try (PreparedStatement notification = connection.prepareStatement(
                        "INSERT INTO notification (id, received_at, status, group_id, summary, trail, content)"
                                + " VALUES (?, ?, 'FIRING', ?, ?, '{}', ?)");
                PreparedStatement term = connection.prepareStatement(
                        "INSERT INTO notification_term (name, value, notification_id) VALUES (?, ?, ?)");
                PreparedStatement delivery = connection.prepareStatement(
                        "INSERT INTO delivery (target, seq, notification_id, state, attempts, created_at,"
                                + " next_attempt_at, critical, group_id, finished_at) VALUES (?, ?, ?, ?, 1, ?, 0, 0, 1, ?)")) {
            for (int n = 1; n <= history + backlog; n++) {
                long at = (first + Math.min(n, history)) * 1000;
                notification.setLong(1, n);
                notification.setLong(2, at);
                notification.setString(3, group(n));
                notification.setString(4, summary(n));
                notification.setString(5, content(n));
                notification.addBatch();
                term.setLong(3, n);
                term.setString(1, "alertname");
                term.setString(2, "Old" + n % RULES);
                term.addBatch();
                term.setString(1, "fingerprint");
                term.setString(2, "%016x".formatted(n));
                term.addBatch();
                for (String target : TARGETS) {
                    delivery.setString(1, target);
                    delivery.setLong(2, n);
                    delivery.setLong(3, n);
                    delivery.setString(4, n <= history ? "DELIVERED" : "PENDING");
                    delivery.setLong(5, at);
                    delivery.setObject(6, n <= history ? at : null);
                    delivery.addBatch();
                }
                if (n % 10_000 == 0) {
                    notification.executeBatch();
                    term.executeBatch();
                    delivery.executeBatch();
                }
            }
            notification.executeBatch();
            term.executeBatch();
            delivery.executeBatch();
        }
        line(connection, history, backlog);
        groups(connection);
    }

    /** As the appends leave them: of each group its latest notification. */
    private static void groups(Connection connection) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute("INSERT INTO alert_group (id, key_hash, notification_id, dedup_key, received_at, status,"
                    + " firing_since) SELECT group_id, 1, MAX(id), 'none', MAX(received_at), 'FIRING', MIN(received_at)"
                    + " FROM notification GROUP BY group_id");
        }
    }

    private static void line(Connection connection, int history, int backlog) throws SQLException {
        try (PreparedStatement target = connection.prepareStatement(
                        "INSERT INTO target (name, head_seq, ended, parked, lease_until, epoch, sent_at, not_before)"
                                + " VALUES (?, ?, ?, 0, 0, 0, '', 0)");
                PreparedStatement end =
                        connection.prepareStatement("INSERT INTO queue_end (target, next_seq) VALUES (?, ?)")) {
            for (String name : TARGETS) {
                target.setString(1, name);
                target.setLong(2, history + 1L);
                target.setLong(3, history);
                target.addBatch();
                end.setString(1, name);
                end.setLong(2, history + backlog + 1L);
                end.addBatch();
            }
            target.executeBatch();
            end.executeBatch();
        }
        try (PreparedStatement head = connection.prepareStatement("UPDATE outbox_head SET next_notification = ?")) {
            head.setLong(1, history + backlog + 1L);
            head.executeUpdate();
        }
    }

    /** The rules whose alerts it holds. */
    static final int RULES = 200;

    private static String group(int n) {
        return ShortHash.text("tocsin\0{}:{alertname=\"Old%d\"}".formatted(n % RULES));
    }

    private static String summary(int n) {
        return """
                {"status":"FIRING","alertnames":["Old%1$d"],"otherNames":0,"severity":"warning","firing":1,"resolved":0,\
                "truncated":0,"group":"%2$s","groupKey":"{}:{alertname=\\"Old%1$d\\"}","receiver":"tocsin"}""".formatted(n % RULES, group(n));
    }

    /** As the service writes it, of about the size of an alert with three labels and a summary. */
    private static String content(int n) {
        return """
                {"groupKey":"{}:{alertname=\\"Old%1$d\\"}","receiver":"tocsin","groupLabels":{"alertname":"Old%1$d"},\
                "commonLabels":{"alertname":"Old%1$d","job":"node","severity":"warning"},"commonAnnotations":{},"alerts":\
                [{"status":"FIRING","labels":{"alertname":"Old%1$d","instance":"10.0.0.%2$d:9100","job":"node",\
                "severity":"warning"},"annotations":{"summary":"bench-%3$d of long ago"},"startsAt":\
                "2026-11-22T09:42:40.689451Z","endsAt":null,"generatorUrl":null,"dashboardUrl":null,"silenceUrl":null,\
                "fingerprint":"%3$016x"}],"truncatedAlerts":0,"externalUrl":null}""".formatted(n % RULES, n % 250, n);
    }
}
