package io.tocsin.check.mysql;

import static org.assertj.core.api.Assertions.assertThat;

import io.prometheus.metrics.expositionformats.OpenMetricsTextFormatWriter;
import io.prometheus.metrics.expositionformats.PrometheusTextFormatWriter;
import io.tocsin.check.CheckProperties;
import io.tocsin.check.CheckResult;
import io.tocsin.check.CheckResult.Down;
import io.tocsin.check.CheckResult.Up;
import io.tocsin.check.Families;
import io.tocsin.check.Sampler;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class MySqlCollectorTests {

    private static final Instant NOW = Instant.parse("2026-01-01T00:00:00Z");
    private static final Duration TIMEOUT = Duration.ofSeconds(2);

    @Test
    void names_types_and_labels_are_the_exporters() throws IOException {
        Map<String, String> status = new HashMap<>(Map.of(
                "questions", "42",
                "com_select", "7",
                "com_truncate", "0",
                "com_alter_table", "1",
                "handler_read_rnd_next", "3",
                "connection_errors_accept", "0",
                "innodb_rows_read", "9",
                "performance_schema_rwlock_classes_lost", "0"));
        status.putAll(Map.of(
                "innodb_buffer_pool_pages_free", "100",
                "innodb_buffer_pool_pages_dirty", "2",
                "innodb_buffer_pool_pages_total", "8192",
                "innodb_buffer_pool_pages_flushed", "55",
                "rsa_public_key", "-----BEGIN PUBLIC KEY-----",
                "ssl_server_not_after", "Jun  4 07:06:37 2034 GMT",
                "max_used_connections_time", "2026-11-22 10:00:00",
                "compression", "OFF"));
        Map<String, String> variables = Map.of(
                "version", "8.4.2",
                "version_comment", "MySQL Community Server - GPL",
                "max_connections", "151",
                "long_query_time", "10.000000",
                "read_only", "ON",
                "transaction_isolation", "READ-COMMITTED",
                "datadir", "/var/lib/mysql/",
                "validate_password.length", "8");
        assertThat(scrape(up(status, variables)))
                .contains(
                        "# TYPE mysql_up gauge\nmysql_up 1.0\n",
                        "mysql_version_info{innodb_version=\"\",version=\"8.4.2\","
                                + "version_comment=\"MySQL Community Server - GPL\"} 1\n",
                        "mysql_transaction_isolation{level=\"READ-COMMITTED\"} 1.0\n",
                        "mysql_global_status_max_used_connections_time 1.7953416E9\n",
                        "# TYPE mysql_global_status_questions untyped\nmysql_global_status_questions 42.0\n",
                        "# TYPE mysql_global_status_commands_total counter\n",
                        "mysql_global_status_commands_total{command=\"select\"} 7.0\n",
                        "mysql_global_status_commands_total{command=\"alter_table\"} 1.0\n",
                        "mysql_global_status_handlers_total{handler=\"read_rnd_next\"} 3.0\n",
                        "mysql_global_status_connection_errors_total{error=\"accept\"} 0.0\n",
                        "mysql_global_status_innodb_row_ops_total{operation=\"read\"} 9.0\n",
                        "mysql_global_status_performance_schema_lost_total{instrumentation=\"rwlock_classes_lost\"} 0.0\n",
                        "mysql_global_status_buffer_pool_pages{state=\"free\"} 100.0\n",
                        "mysql_global_status_buffer_pool_dirty_pages 2.0\n",
                        "mysql_global_status_buffer_pool_page_changes_total{operation=\"flushed\"} 55.0\n",
                        "mysql_global_status_ssl_server_not_after 2.033017597E9\n",
                        "mysql_global_status_compression 0.0\n",
                        "# TYPE mysql_global_variables_max_connections gauge\n",
                        "mysql_global_variables_long_query_time 10.0\n",
                        "mysql_global_variables_read_only 1.0\n",
                        "mysql_global_variables_validate_password_length 8.0\n",
                        "mysql_exporter_collector_success{collector=\"collect.global_status\"} 1.0\n")
                .doesNotContain("truncate", "pages_total", "rsa_public_key", "datadir");
    }

    /** A plugin's name and its successor's, a component's, while both are installed. */
    @Test
    void of_two_names_that_are_written_alike_one_is_exposed() throws IOException {
        Map<String, String> both = Map.of("validate_password.length", "12", "validate_password_length", "8");
        assertThat(scrape(up(both, both)))
                .containsOnlyOnce("\nmysql_global_variables_validate_password_length 8.0\n")
                .containsOnlyOnce("\nmysql_global_status_validate_password_length 8.0\n");
    }

    /** As of {@code Innodb_undo_tablespaces_total} of MySQL 8: such an end means something in the format. */
    @ParameterizedTest
    @CsvSource({"innodb_undo_tablespaces_total", "x_created", "x_bucket", "x_info", "x_sum", "x_count"})
    void a_name_with_an_end_that_means_something_breaks_no_scrape(String name) throws IOException {
        assertThat(scrape(up(Map.of(name, "2", "x", "1"), Map.of(name, "3", "x", "1"))))
                .contains("mysql_up 1.0");
    }

    @Test
    void when_it_is_down_no_figure_is_left() throws IOException {
        assertThat(scrape(new Down<>(NOW, TIMEOUT, "it does not answer in time"))
                        .lines()
                        .filter(line -> !line.startsWith("#")))
                .containsExactlyInAnyOrder(
                        "mysql_up 0.0",
                        "mysql_exporter_collector_success{collector=\"connection\"} 0.0",
                        "mysql_exporter_collector_duration_seconds{collector=\"connection\"} 2.0");
    }

    private static CheckResult<MySqlFigures> up(Map<String, String> status, Map<String, String> variables) {
        Duration took = Duration.ofMillis(1);
        return new Up<>(NOW, took, new MySqlFigures(took, status, took, variables, took));
    }

    private static String scrape(CheckResult<MySqlFigures> result) throws IOException {
        MySqlConnection nowhere = new MySqlConnection("jdbc:mysql://127.0.0.1:1/", null, null, TIMEOUT);
        Sampler<MySqlFigures> unused =
                new Sampler<>(new MySqlCheck(nowhere), new CheckProperties(TIMEOUT, TIMEOUT), () -> NOW);
        Families families = new Families();
        new MySqlCollector(unused).describe(families, result);
        OpenMetricsTextFormatWriter.create().write(new ByteArrayOutputStream(), families.snapshots());
        ByteArrayOutputStream text = new ByteArrayOutputStream();
        PrometheusTextFormatWriter.create().write(text, families.snapshots());
        return text.toString(StandardCharsets.UTF_8);
    }
}
