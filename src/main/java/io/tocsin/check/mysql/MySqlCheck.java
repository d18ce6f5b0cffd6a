package io.tocsin.check.mysql;

import io.tocsin.check.Check;
import io.tocsin.check.CheckException;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;

/** {@code SELECT 1}, {@code SHOW GLOBAL STATUS} and {@code SHOW GLOBAL VARIABLES}: no privilege is needed for these. */
class MySqlCheck implements Check<MySqlFigures> {

    private final MySqlConnection connections;

    MySqlCheck(MySqlConnection connections) {
        this.connections = connections;
    }

    @Override
    public String name() {
        return "MySQL";
    }

    /** A connection kept from the last check may have ended since, which is no failure: only a new one that fails is. */
    @Override
    public MySqlFigures look() throws CheckException {
        boolean again = connections.kept();
        try {
            return look(connections.get());
        } catch (SQLException | RuntimeException e) {
            connections.drop();
            if (!again) {
                throw new CheckException(MySqlFailures.of(e));
            }
        }
        return look();
    }

    @Override
    public void abandon() {
        connections.drop();
    }

    private static MySqlFigures look(Connection connection) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            long start = System.nanoTime();
            statement.execute("SELECT 1");
            long ping = System.nanoTime();
            Map<String, String> status = names(statement, "SHOW GLOBAL STATUS");
            long middle = System.nanoTime();
            Map<String, String> variables = names(statement, "SHOW GLOBAL VARIABLES");
            long end = System.nanoTime();
            return new MySqlFigures(
                    Duration.ofNanos(ping - start),
                    status,
                    Duration.ofNanos(middle - ping),
                    variables,
                    Duration.ofNanos(end - middle));
        }
    }

    private static Map<String, String> names(Statement statement, String query) throws SQLException {
        Map<String, String> values = new HashMap<>();
        try (ResultSet rows = statement.executeQuery(query)) {
            while (rows.next()) {
                String value = rows.getString(2);
                values.put(rows.getString(1).toLowerCase(Locale.ROOT), value == null ? "" : value);
            }
        }
        return Map.copyOf(values);
    }
}
