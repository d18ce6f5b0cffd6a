package io.tocsin.backing;

import static org.assertj.core.api.Assertions.assertThat;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import org.junit.jupiter.api.Test;

class MySqlServerIT {

    @Test
    void a_rolled_back_row_is_gone_and_a_committed_one_stays() throws SQLException {
        MySqlServer.Database database = MySqlServer.get().newDatabase();
        try (Connection connection = database.connect();
                Statement statement = connection.createStatement()) {
            statement.execute("CREATE TABLE t (id INT PRIMARY KEY, text VARCHAR(20)) CHARACTER SET utf8mb4");
            connection.setAutoCommit(false);
            statement.execute("INSERT INTO t VALUES (1, '回滚')");
            connection.rollback();
            statement.execute("INSERT INTO t VALUES (2, '提交 🔔')");
            connection.commit();
            assertThat(text(database)).isEqualTo("2 提交 🔔");
        }
    }

    @Test
    void each_database_is_empty_and_its_own() throws SQLException {
        MySqlServer.Database one = MySqlServer.get().newDatabase();
        MySqlServer.Database other = MySqlServer.get().newDatabase();
        assertThat(one.url()).isNotEqualTo(other.url());
        try (Connection connection = other.connect();
                ResultSet tables = connection.createStatement().executeQuery("SHOW TABLES")) {
            assertThat(tables.next()).isFalse();
        }
    }

    private static String text(MySqlServer.Database database) throws SQLException {
        try (Connection connection = database.connect();
                ResultSet rows = connection.createStatement().executeQuery("SELECT id, text FROM t")) {
            StringBuilder found = new StringBuilder();
            while (rows.next()) {
                found.append(rows.getInt(1)).append(' ').append(rows.getString(2));
            }
            return found.toString();
        }
    }
}
