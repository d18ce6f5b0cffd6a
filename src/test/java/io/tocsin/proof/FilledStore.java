package io.tocsin.proof;

import io.tocsin.delivery.ShortHash;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.SQLException;
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
                        "INSERT INTO notification (id, dedup_key, received_at, content, status, summary, trail, search_keys,"
                                + " group_hash) VALUES (?, ?, ?, ?, 'FIRING', ?, '{}', ?, ?)");
                PreparedStatement delivery = connection.prepareStatement(
                        "INSERT INTO delivery (target, seq, notification_id, state, attempts, created_at,"
                                + " next_attempt_at, critical, group_id) VALUES (?, ?, ?, ?, 1, ?, 0, 0, 1)")) {
            for (int n = 1; n <= history + backlog; n++) {
                long at = (first + Math.min(n, history)) * 1000;
                notification.setLong(1, n);
                notification.setString(2, "%064x".formatted(n * 0x9E3779B97F4A7C15L));
                notification.setLong(3, at);
                notification.setString(4, content(n));
                notification.setString(5, summary(n));
                notification.setString(6, ",g" + group(n) + ",a" + ShortHash.text("Old" + n % RULES) + ",");
                notification.setLong(7, ShortHash.of("group of " + n % RULES));
                notification.addBatch();
                for (String target : TARGETS) {
                    delivery.setString(1, target);
                    delivery.setLong(2, n);
                    delivery.setLong(3, n);
                    delivery.setString(4, n <= history ? "DELIVERED" : "PENDING");
                    delivery.setLong(5, at);
                    delivery.addBatch();
                }
                if (n % 10_000 == 0) {
                    notification.executeBatch();
                    delivery.executeBatch();
                }
            }
            notification.executeBatch();
            delivery.executeBatch();
        }
        line(connection, history, backlog);
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
        return ShortHash.text("{}:{alertname=\"Old%d\"}".formatted(n % RULES));
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
