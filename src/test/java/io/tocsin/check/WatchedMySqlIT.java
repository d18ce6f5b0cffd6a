package io.tocsin.check;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.tocsin.backing.ChildProcesses;
import io.tocsin.backing.MySqlServer;
import io.tocsin.check.Gate.Mode;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

class WatchedMySqlIT {

    private final MySqlServer server = MySqlServer.get();

    @TempDir
    Path folder;

    @Test
    void it_may_be_down_at_the_start_hang_end_and_come_back_and_readiness_never_asks() {
        try (Gate gate = new Gate(server.port(), Mode.CUT);
                WatchingService service = watch(gate.port(), server.username(), server.password())) {
            service.awaitHealth("database", "DOWN", "the connection is lost");
            service.assertServes();
            assertThat(service.metrics()).contains("mysql_up 0.0").doesNotContain("mysql_global_status_uptime");

            gate.set(Mode.OPEN);
            service.awaitHealth("database", "UP", "");
            JsonNode details = service.health("database").path("details");
            assertThat(details.path("version").asString()).isNotEmpty();
            assertThat(details.path("connections").asLong()).isPositive();
            assertThat(details.path("latency_ms").asDouble()).isPositive();
            assertFamilies(service.metrics());

            gate.set(Mode.SILENT);
            service.awaitHealth("database", "DOWN", "in");
            service.assertServes();
            assertThat(service.metrics()).contains("mysql_up 0.0").doesNotContain("mysql_global_");

            gate.set(Mode.OPEN);
            service.awaitHealth("database", "UP", "");
        }
    }

    @Test
    void people_are_shown_a_few_figures_of_it() {
        try (WatchingService service = watch(server.port(), server.username(), server.password())) {
            service.awaitHealth("database", "UP", "");
            CheckReport report = service.report("database");
            assertThat(report.state()).isEqualTo(CheckReport.State.UP);
            assertThat(report.facts()).containsEntry("role", "read_write").containsKey("version");
            assertThat(report.figures())
                    .extracting(CheckFigure::name)
                    .containsExactly("latency", "connections", "running", "queries", "slow_queries");
            assertThat(report.figures().get(0).value()).isPositive();
            assertThat(report.figures().get(1).value()).isPositive();
            assertThat(report.toString()).doesNotContain("127.0.0.1");
        }
    }

    @Test
    void a_stopped_server_is_down_until_it_goes_on() {
        Optional<ProcessHandle> process = ProcessHandle.current()
                .descendants()
                .filter(child -> child.info().command().orElse("").matches(".*/(mariadbd|mysqld)"))
                .findFirst();
        assumeTrue(process.isPresent(), "the server is in a container");
        long pid = process.orElseThrow().pid();
        try (WatchingService service = watch(server.port(), server.username(), server.password())) {
            service.awaitHealth("database", "UP", "");
            try {
                ChildProcesses.signal(pid, "STOP");
                service.awaitHealth("database", "DOWN", "in");
                service.assertServes();
            } finally {
                ChildProcesses.signal(pid, "CONT");
            }
            service.awaitHealth("database", "UP", "");
        }
    }

    @Test
    void a_user_without_privileges_is_enough_and_a_wrong_password_is_said_without_the_host() throws SQLException {
        try (Connection connection = connect();
                Statement statement = connection.createStatement()) {
            statement.execute("CREATE USER IF NOT EXISTS 'watcher'@'%' IDENTIFIED BY 'battery-staple'");
        }
        try (WatchingService service = watch(server.port(), "watcher", "battery-staple")) {
            service.awaitHealth("database", "UP", "");
        }
        try (WatchingService service = watch(server.port(), "watcher", "wrong-one")) {
            service.awaitHealth("database", "DOWN", "it refuses the username or password");
            assertThat(service.get("/health").body()).doesNotContain("127.0.0.1", "localhost", "watcher", "wrong-one");
        }
    }

    @Test
    void no_probe_and_no_scrape_touches_it() throws SQLException {
        try (Gate gate = new Gate(server.port(), Mode.OPEN);
                WatchingService service = watch(
                        gate.port(),
                        server.username(),
                        server.password(),
                        "--tocsin.check.interval=1m",
                        "--tocsin.check.timeout=10s");
                Connection connection = connect()) {
            service.awaitHealth("database", "UP", "");
            int connections = gate.connections();
            long before = questions(connection);
            for (int i = 0; i < 200; i++) {
                service.get("/health");
                service.get("/health/ready");
                service.get("/metrics");
            }
            assertThat(gate.connections()).isEqualTo(connections);
            assertThat(questions(connection) - before).isEqualTo(1); // our own question
        }
    }

    private Connection connect() throws SQLException {
        return DriverManager.getConnection(
                "jdbc:mysql://127.0.0.1:" + server.port() + "/?sslMode=DISABLED&allowPublicKeyRetrieval=true",
                server.username(),
                server.password());
    }

    private static long questions(Connection connection) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery("SHOW GLOBAL STATUS LIKE 'Questions'")) {
            rows.next();
            return rows.getLong(2);
        }
    }

    @Test
    void its_families_can_be_switched_off() {
        try (WatchingService service =
                watch(server.port(), server.username(), server.password(), "--tocsin.check.mysql.metrics=false")) {
            service.awaitHealth("database", "UP", "");
            assertThat(service.metrics()).doesNotContain("mysql_");
        }
    }

    private WatchingService watch(int port, String username, String password, String... more) {
        String[] all = new String[more.length + 3];
        all[0] = "--spring.datasource.url=jdbc:mysql://127.0.0.1:" + port
                + "/?sslMode=DISABLED&allowPublicKeyRetrieval=true";
        all[1] = "--spring.datasource.username=" + username;
        all[2] = "--spring.datasource.password=" + password;
        System.arraycopy(more, 0, all, 3, more.length);
        return new WatchingService(folder, all);
    }

    private static void assertFamilies(String metrics) {
        assertThat(metrics)
                .contains(
                        "# TYPE mysql_up gauge",
                        "mysql_up 1.0",
                        "mysql_version_info{innodb_version=",
                        "# TYPE mysql_global_status_questions untyped",
                        "# TYPE mysql_global_status_commands_total counter",
                        "mysql_global_status_commands_total{command=\"select\"}",
                        "mysql_global_status_handlers_total{handler=\"commit\"}",
                        "mysql_global_status_connection_errors_total{error=\"max_connections\"}",
                        "mysql_global_status_buffer_pool_pages{state=\"free\"}",
                        "mysql_global_status_buffer_pool_page_changes_total{operation=\"flushed\"}",
                        "# TYPE mysql_global_variables_max_connections gauge",
                        "mysql_global_variables_innodb_buffer_pool_size ",
                        "mysql_exporter_collector_success{collector=\"collect.global_status\"} 1.0");
    }
}
