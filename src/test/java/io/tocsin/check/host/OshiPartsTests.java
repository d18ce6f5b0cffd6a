package io.tocsin.check.host;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class OshiPartsTests {

    private static final Pattern FAMILY = Pattern.compile("(?<![:\\w])node_\\w+(?![:\\w])");

    @Test
    void a_host_without_a_proc_is_known_through_oshi() throws Exception {
        HostCheck check = new HostCheck(
                OshiParts.everywhereElse(HostFixture.properties(Map.of()), HostFixture.CLOCK),
                new CpuUsage(HostFixture.CLOCK),
                HostFixture.thresholds());
        HostSample sample = check.look();
        assertThat(sample.memoryPercent()).isBetween(0.0, 100.0);
        assertThat(sample.cpuPercent()).isBetween(0.0, 100.0);
        List<String> lines = HostFixture.lines(sample);
        assertThat(lines)
                .contains("node_scrape_collector_success{collector=\"cpu\"} 1.0")
                .contains("node_scrape_collector_success{collector=\"meminfo\"} 1.0")
                .contains("node_scrape_collector_success{collector=\"filesystem\"} 1.0")
                .anyMatch(line -> line.startsWith("node_cpu_seconds_total{cpu=\"0\",mode=\"idle\"}"))
                .anyMatch(line -> line.startsWith("node_memory_MemTotal_bytes "))
                .anyMatch(line -> line.startsWith("node_network_receive_bytes_total{"))
                .anyMatch(line -> line.startsWith("node_uname_info{"));
        assertThat(HostFixture.lines(check.look())).isNotEmpty();
    }

    /** As in a hardened container, whose temporary directory allows no execution. */
    @Test
    void without_native_code_only_the_numbers_of_files_are_missing_on_linux() throws Exception {
        assumeThat(Path.of("/proc/stat")).as("this is Linux").exists();
        Process looking = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-Djna.nounpack=true",
                        "-Djna.nosys=true",
                        "-cp",
                        System.getProperty("java.class.path"),
                        Looking.class.getName())
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .start();
        List<String> lines = new String(looking.getInputStream().readAllBytes(), StandardCharsets.UTF_8)
                .lines()
                .toList();
        assertThat(lines)
                .noneMatch(line -> line.matches("node_scrape_collector_success\\{.*} 0.0"))
                .anyMatch(line -> line.startsWith("node_cpu_seconds_total{cpu=\"0\",mode=\"idle\"}"))
                .anyMatch(line -> line.startsWith("node_memory_MemAvailable_bytes "))
                .anyMatch(line -> line.startsWith("node_load1 "))
                .anyMatch(line -> line.startsWith("node_filesystem_size_bytes{"))
                .noneMatch(line -> line.startsWith("node_filesystem_files{"));
    }

    /** Without the names that recording rules make of them; clock figures are node_exporter's alone. */
    @Test
    void what_the_shipped_rules_and_dashboards_use_is_exposed_where_the_kernel_has_it() throws Exception {
        assumeThat(Path.of("/proc/stat")).as("this is Linux").exists();
        HostProperties properties = HostFixture.properties(Map.of());
        ExecutorService threads = Executors.newCachedThreadPool();
        HostSample sample = new HostCheck(
                        HostConfiguration.linux(HostFiles.of(properties), properties, threads, HostFixture.CLOCK),
                        new CpuUsage(HostFixture.CLOCK),
                        HostFixture.thresholds())
                .look();
        threads.shutdownNow();
        Set<String> exposed = HostFixture.lines(sample).stream()
                .map(line -> line.replaceFirst("[{ ].*", ""))
                .collect(Collectors.toSet());
        assertThat(used("prometheus/rules", "grafana/dashboards"))
                .hasSizeGreaterThan(30)
                .allMatch(family -> exposed.contains(family)
                        || family.matches("node_(timex|pressure|nf_conntrack|network_speed)_.*|node_exporter"));
    }

    private static Set<String> used(String... folders) throws IOException {
        Set<String> used = new TreeSet<>();
        for (String folder : folders) {
            try (Stream<Path> files = Files.walk(Path.of("monitoring", folder))) {
                for (Path file : files.filter(Files::isRegularFile).toList()) {
                    FAMILY.matcher(Files.readString(file)).results().forEach(found -> used.add(found.group()));
                }
            }
        }
        return used;
    }

    /** Writes what a check of this host exposes. */
    static final class Looking {

        public static void main(String[] arguments) throws IOException {
            HostProperties properties = HostFixture.properties(Map.of());
            ExecutorService threads = Executors.newCachedThreadPool();
            HostCheck check = new HostCheck(
                    HostConfiguration.linux(HostFiles.of(properties), properties, threads, HostFixture.CLOCK),
                    new CpuUsage(HostFixture.CLOCK),
                    HostFixture.thresholds());
            HostFixture.lines(check.look()).forEach(System.out::println);
            threads.shutdownNow();
        }
    }
}
