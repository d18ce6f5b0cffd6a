package io.tocsin.check;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.tocsin.backing.InstalledProgram;
import io.tocsin.backing.MySqlServer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Our figures beside those of a real mysqld_exporter on the same server. */
@Tag("drill")
class MysqldExporterParityIT {

    private static final String MYSQL = "mysql_";

    /** A family that came after the mysqld_exporter of Debian 12. */
    private static final Pattern NEWER_FAMILIES = Pattern.compile("mysql_exporter_collector_success: .*, there null");

    /** What the exporter says of its own scrapes, and what it alone knows of Galera clusters. */
    private static final Pattern THEIRS_ALONE =
            Pattern.compile("mysql_exporter_(last_scrape_error|scrapes_total|scrape_errors_total)|mysql_galera_.*");

    private final MySqlServer server = MySqlServer.get();

    @TempDir
    Path folder;

    private Scrape ours;
    private Scrape theirs;

    @BeforeEach
    void sampleBoth() throws IOException {
        Path program =
                InstalledProgram.find("prometheus-mysqld-exporter", "prometheus-mysqld-exporter", "mysqld_exporter");
        Path login = Files.writeString(
                folder.resolve("my.cnf"), """
                [client]
                host=127.0.0.1
                port=%d
                user=%s
                password=%s
                """.formatted(server.port(), server.username(), server.password()));
        try (WatchingService service = watch();
                ExporterProcess exporter = ExporterProcess.start(
                        program,
                        "--config.my-cnf=" + login,
                        "--no-collect.slave_status",
                        "--no-collect.info_schema.innodb_cmp",
                        "--no-collect.info_schema.innodb_cmpmem",
                        "--no-collect.info_schema.query_response_time")) {
            service.awaitHealth("database", "UP", "");
            theirs = exporter.scrape();
            ours = new Scrape(service.metrics().lines().toList());
        }
    }

    private WatchingService watch() {
        return new WatchingService(
                folder,
                "--spring.datasource.url=jdbc:mysql://127.0.0.1:" + server.port()
                        + "/?sslMode=DISABLED&allowPublicKeyRetrieval=true",
                "--spring.datasource.username=" + server.username(),
                "--spring.datasource.password=" + server.password());
    }

    @Test
    void every_family_is_theirs_in_type_and_labels() {
        assertThat(ours.differencesFrom(theirs, MYSQL))
                .allMatch(difference -> NEWER_FAMILIES.matcher(difference).matches());
    }

    @Test
    void none_of_theirs_is_missing_but_of_itself_and_of_galera() {
        Set<String> missing = new TreeSet<>(theirs.families(MYSQL).keySet());
        missing.removeAll(ours.families(MYSQL).keySet());
        missing.removeIf(name -> THEIRS_ALONE.matcher(name).matches());
        assertThat(missing).isEmpty();
    }

    @Test
    void none_is_documented_that_is_not_there() {
        Set<String> absent = Documented.families(MYSQL);
        absent.removeAll(ours.families(MYSQL).keySet());
        // Of MySQL only, as the reference says.
        absent.remove("mysql_global_status_innodb_row_ops_total");
        assertThat(absent).isEmpty();
    }

    @Test
    void what_moves_slowly_has_the_same_value() {
        for (String series : List.of(
                "mysql_up",
                "mysql_global_variables_max_connections",
                "mysql_global_variables_innodb_buffer_pool_size",
                "mysql_global_variables_port",
                "mysql_global_variables_read_only",
                "mysql_global_variables_wait_timeout",
                "mysql_global_variables_innodb_flush_log_at_trx_commit",
                "mysql_global_variables_long_query_time",
                "mysql_global_variables_max_allowed_packet",
                "mysql_global_variables_table_open_cache",
                "mysql_global_status_innodb_page_size",
                "mysql_global_status_slow_queries",
                "mysql_global_status_aborted_clients",
                "mysql_global_status_connection_errors_total{error=\"max_connections\"}",
                "mysql_global_status_performance_schema_lost_total{instrumentation=\"users_lost\"}")) {
            same(series, 0);
        }
        same("mysql_global_status_uptime", 3);
        same("mysql_global_status_threads_connected", 3);
        // The exporter's own connections may be the most there ever were.
        same("mysql_global_status_max_used_connections_time", 60);
        for (String family : List.of("mysql_version_info", "mysql_transaction_isolation")) {
            assertThat(ours.labelSets(family)).as(family).isEqualTo(theirs.labelSets(family));
        }
    }

    private void same(String series, double tolerance) {
        assertThat(ours.value(series)).as(series).isNotNaN().isCloseTo(theirs.value(series), within(tolerance));
    }
}
