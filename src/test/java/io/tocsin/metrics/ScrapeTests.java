package io.tocsin.metrics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.tocsin.backing.InstalledProgram;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a Prometheus gets from the whole service. */
class ScrapeTests {

    /** Names that node_exporter, Micrometer and Spring Boot give: dashboards rely on them. */
    private static final Pattern LINT_ALLOWED =
            Pattern.compile("node_memory_\\w+ metric names should be written in 'snake_case' not 'camelCase'"
                    + "|(node|tomcat|jvm|process|system|executor|disk|logback|application|hikaricp|jdbc)_\\w+ no help text"
                    + "|(jvm_compilation_time_ms|process_cpu_time_ns)_total metric names should not contain abbreviated units"
                    + "|system_cpu_count non-histogram and non-summary metrics should not have \"_count\" suffix");

    @TempDir
    private static Path folder;

    private static RunningService service;

    @BeforeAll
    static void start() {
        service = RunningService.start(folder);
        service.get("/health/live");
        service.post("/webhooks/alertmanager", RunningService.WEBHOOK_TOKEN, "{}");
        service.post(
                "/api/v1/events/trades",
                RunningService.EVENTS_TOKEN,
                "{\"symbol\":\"A\",\"side\":\"buy\",\"volume\":1}");
        await().atMost(Duration.ofSeconds(30))
                .until(() -> service.scrape()
                        .containsAll(List.of("# TYPE http_requests_total counter", "# TYPE node_load1 gauge")));
    }

    @AfterAll
    static void stop() {
        service.close();
    }

    private static Map<String, String> types(List<String> lines) {
        Map<String, String> types = new TreeMap<>();
        lines.stream().filter(line -> line.startsWith("# TYPE ")).forEach(line -> {
            String[] fields = line.split(" ", -1);
            assertThat(types.put(fields[2], fields[3]))
                    .as(fields[2] + " is one family")
                    .isNull();
        });
        return types;
    }

    @Test
    void every_family_is_there_with_its_type() {
        Map<String, String> types = types(service.scrape());
        assertThat(types)
                .containsEntry("http_requests_total", "counter")
                .containsEntry("http_request_duration_seconds", "histogram")
                .containsEntry("http_active_connections", "gauge")
                .containsEntry("user_registrations_total", "counter")
                .containsEntry("trade_volume_total", "counter")
                .containsEntry("data_processing_seconds", "histogram")
                .containsEntry("tocsin_webhook_notifications_total", "counter")
                .containsEntry("node_cpu_seconds_total", "counter")
                .containsEntry("node_memory_MemTotal_bytes", "gauge")
                .containsEntry("node_vmstat_pgmajfault", "untyped")
                .containsEntry("node_filesystem_avail_bytes", "gauge")
                .containsEntry("node_network_receive_bytes_total", "counter")
                .containsEntry("node_uname_info", "gauge")
                .containsEntry("node_scrape_collector_success", "gauge")
                .containsEntry("jvm_memory_used_bytes", "gauge")
                .containsEntry("process_uptime_seconds", "gauge")
                .containsEntry("hikaricp_connections_active", "gauge")
                .containsEntry("hikaricp_connections_acquire_seconds", "summary")
                .containsEntry("logback_events_total", "counter");
        assertThat(types.keySet()).noneMatch(name -> name.startsWith("http_server_requests"));
    }

    @Test
    void what_is_processed_is_timed_by_operation() {
        assertThat(service.scrape())
                .contains(
                        "data_processing_seconds_count{operation=\"webhook\"} 1",
                        "data_processing_seconds_count{operation=\"trades\"} 1");
    }

    @Test
    void the_host_is_the_component_system() {
        await().untilAsserted(() -> assertThat(service.get("/health/system").body())
                .contains(
                        "\"cpu_percent\":",
                        "\"cpu_percent_threshold\":95.0",
                        "\"memory_percent\":",
                        "\"disk_percent\":",
                        "\"sampled_at\":"));
    }

    @Test
    void the_documentation_lists_every_family_of_our_own() throws IOException {
        String documented = Files.readString(Path.of("docs", "metrics.md"));
        Set<String> missing = new TreeSet<>();
        for (String family : types(service.scrape()).keySet()) {
            boolean ours = Stream.of("http_", "user_", "trade_", "data_", "tocsin_", "node_")
                    .anyMatch(family::startsWith);
            if (ours && !documented.contains("`" + family)) {
                missing.add(family);
            }
        }
        assertThat(missing).isEmpty();
    }

    @Test
    void no_series_is_there_twice() {
        Set<String> seen = new HashSet<>();
        service.scrape().stream()
                .filter(line -> !line.startsWith("#"))
                .map(line -> line.substring(0, line.lastIndexOf(' ')))
                .forEach(series -> assertThat(seen.add(series)).as(series).isTrue());
    }

    @Test
    void it_is_open_metrics_when_asked_and_compressed_when_asked() {
        HttpResponse<String> open = service.send(
                service.request("/metrics").header("Accept", "application/openmetrics-text;version=1.0.0"));
        assertThat(open.headers().firstValue("Content-Type").orElse("")).startsWith("application/openmetrics-text");
        assertThat(open.body()).endsWith("# EOF\n");
        HttpResponse<String> compressed =
                service.send(service.request("/metrics").header("Accept-Encoding", "gzip"));
        assertThat(compressed.headers().firstValue("Content-Encoding")).hasValue("gzip");
    }

    @Test
    void promtool_finds_nothing_that_is_not_known() throws Exception {
        Path program = InstalledProgram.find("prometheus", "promtool");
        Path scrape = Files.writeString(
                folder.resolve("scrape"), service.get("/metrics").body());
        Process promtool = new ProcessBuilder(program.toString(), "check", "metrics")
                .redirectInput(scrape.toFile())
                .redirectErrorStream(true)
                .start();
        String findings = new String(promtool.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        promtool.waitFor();
        assertThat(findings.lines().filter(line -> !LINT_ALLOWED.matcher(line).matches()))
                .isEmpty();
    }
}
