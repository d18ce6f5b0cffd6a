package io.tocsin.check.host;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.assertj.core.api.Assumptions.assumeThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Our figures beside those of a real node_exporter on the same host. */
class NodeExporterParityTests {

    private static final Pattern LABEL = Pattern.compile("([a-zA-Z_]+)=\"(?:[^\"\\\\]|\\\\.)*\"");

    /** Labels that came into node_exporter after the one of Debian 12. */
    private static final Set<String> NEWER_LABELS = Set.of("device_error", "adminstate");

    /** Families that came later, or that its collectors there read from elsewhere. */
    private static final Pattern NEWER_FAMILIES = Pattern.compile("node_nf_conntrack_.*");

    private final ExecutorService threads = Executors.newCachedThreadPool();
    private Process exporter;
    private List<String> theirs;
    private List<String> ours;

    private record Family(String type, Set<String> labels) {}

    @BeforeEach
    void sampleBoth() throws Exception {
        Optional<Path> program = Stream.of(System.getenv("PATH").split(":", -1))
                .flatMap(place ->
                        Stream.of("prometheus-node-exporter", "node_exporter").map(name -> Path.of(place, name)))
                .filter(Files::isExecutable)
                .findFirst();
        if (!"true".equals(System.getenv("CI"))) {
            assumeThat(program)
                    .as("node_exporter (Debian: prometheus-node-exporter) is on the PATH")
                    .isPresent();
        }
        int port = freePort();
        exporter = new ProcessBuilder(
                        program.orElseThrow().toString(),
                        "--web.listen-address=127.0.0.1:" + port,
                        "--collector.filesystem.mount-points-exclude=^/(dev|proc|run/credentials/.+|sys|var/lib/docker/.+"
                                + "|var/lib/containers/storage/.+)($|/)")
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .start();
        HostProperties properties = HostFixture.properties(Map.of());
        HostFiles files = HostFiles.of(properties);
        assumeThat(files.proc().resolve("stat")).as("this is Linux").exists();
        Clock clock = Clock.systemUTC();
        HostCheck check = new HostCheck(HostConfiguration.linux(files, properties, threads, clock), new CpuUse(clock));
        check.look();
        await().atMost(Duration.ofSeconds(30)).ignoreExceptions().until(() -> {
            theirs = scrape(port);
            return !theirs.isEmpty();
        });
        ours = HostFixture.lines(check.look());
    }

    @AfterEach
    void stop() {
        threads.shutdownNow();
        if (exporter != null) {
            exporter.destroy();
        }
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0)) {
            return socket.getLocalPort();
        }
    }

    private static List<String> scrape(int port) throws Exception {
        HttpRequest request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + "/metrics"))
                .build();
        return HttpClient.newHttpClient()
                .send(request, BodyHandlers.ofString())
                .body()
                .lines()
                .toList();
    }

    private static Map<String, Family> families(List<String> lines) {
        Map<String, Family> families = new TreeMap<>();
        for (String line : lines) {
            if (line.startsWith("# TYPE node_")) {
                String[] fields = line.split(" ", -1);
                families.put(fields[2], new Family(fields[3], new TreeSet<>()));
            } else if (line.startsWith("node_")) {
                Family family = families.get(line.replaceFirst("[{ ].*", ""));
                LABEL.matcher(line).results().forEach(label -> family.labels().add(label.group(1)));
                family.labels().removeAll(NEWER_LABELS);
            }
        }
        return families;
    }

    @Test
    void every_family_has_the_type_and_the_labels_of_node_exporter() {
        Map<String, Family> known = families(theirs);
        List<String> differences = new ArrayList<>();
        families(ours).forEach((name, family) -> {
            boolean newer = NEWER_FAMILIES.matcher(name).matches() && !known.containsKey(name);
            if (!newer && !family.equals(known.get(name))) {
                differences.add(name + ": " + family + ", there " + known.get(name));
            }
        });
        assertThat(differences).isEmpty();
    }

    @Test
    void no_family_of_the_collectors_that_we_have_is_missing() {
        Set<String> expected = new TreeSet<>(families(theirs).keySet());
        expected.removeIf(
                name -> !name.matches(
                        "node_(cpu|memory|vmstat|filesystem|load|procs|filefd|uname|os|boot|context|intr|forks)_?.*"
                                + "|node_disk_(?!info|ata|filesystem|device).*|node_network_(receive|transmit)_(?!nohandler).*"));
        expected.removeAll(families(ours).keySet());
        expected.removeIf(
                name -> name.matches("node_cpu_(info|frequency|scaling|core|package|online|isolated|vulnerab).*"
                        + "|node_filesystem_(mount_info|purgeable_bytes)|node_os_support_end.*"));
        assertThat(expected).isEmpty();
    }

    @Test
    void what_moves_slowly_has_the_same_value() {
        for (String series : List.of(
                "node_memory_MemTotal_bytes",
                "node_memory_SwapTotal_bytes",
                "node_filefd_maximum",
                "node_boot_time_seconds")) {
            assertThat(value(ours, series)).as(series).isEqualTo(value(theirs, series));
        }
        double cpu = value(theirs, "node_cpu_seconds_total{cpu=\"0\",mode=\"user\"}");
        assertThat(value(ours, "node_cpu_seconds_total{cpu=\"0\",mode=\"user\"}"))
                .isCloseTo(cpu, within(5.0));
    }

    @Test
    void file_systems_disks_and_names_are_the_same() {
        for (String family : List.of(
                "node_filesystem_size_bytes",
                "node_filesystem_files",
                "node_disk_io_now",
                "node_uname_info",
                "node_os_info")) {
            assertThat(things(ours, family)).as(family).isEqualTo(things(theirs, family));
        }
    }

    /** The devices and mount points of a family, without zram, which node_exporter leaves out since 1.6 only. */
    private static Set<String> things(List<String> lines, String family) {
        Set<String> things = new TreeSet<>();
        lines.stream()
                .filter(line -> line.startsWith(family + "{") && !line.contains("zram"))
                .map(line -> line.replaceAll(",?device_error=\"\"", "")
                        .replaceFirst("} \\S+$", "")
                        .replaceFirst("^" + family + "\\{", ""))
                .map(NodeExporterParityTests::sorted)
                .forEach(things::add);
        return things;
    }

    /** The labels in order: node_exporter sorts them, we do not. */
    private static String sorted(String labels) {
        return LABEL.matcher(labels)
                .results()
                .map(MatchResult::group)
                .sorted()
                .toList()
                .toString();
    }

    private static double value(List<String> lines, String series) {
        return lines.stream()
                .filter(line -> line.startsWith(series + " "))
                .mapToDouble(line -> Double.parseDouble(line.substring(line.lastIndexOf(' '))))
                .findFirst()
                .orElse(Double.NaN);
    }
}
