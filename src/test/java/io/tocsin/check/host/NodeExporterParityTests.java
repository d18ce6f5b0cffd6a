package io.tocsin.check.host;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.assertj.core.api.Assumptions.assumeThat;

import io.tocsin.backing.InstalledProgram;
import io.tocsin.check.ExporterProcess;
import io.tocsin.check.Scrape;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Our figures beside those of a real node_exporter on the same host. */
class NodeExporterParityTests {

    /** Labels that came into node_exporter after the one of Debian 12. */
    private static final String NEWER_LABELS = "device_error|adminstate";

    /** Families that came later, or that its collectors there read from elsewhere. */
    private static final Pattern NEWER_FAMILIES = Pattern.compile("node_nf_conntrack_.*, there null");

    private final ExecutorService threads = Executors.newCachedThreadPool();
    private Scrape theirs;
    private Scrape ours;

    @BeforeEach
    void sampleBoth() throws Exception {
        Path program = InstalledProgram.find("prometheus-node-exporter", "prometheus-node-exporter", "node_exporter");
        HostProperties properties = HostFixture.properties(Map.of());
        HostFiles files = HostFiles.of(properties);
        assumeThat(files.proc().resolve("stat")).as("this is Linux").exists();
        Clock clock = Clock.systemUTC();
        HostCheck check = new HostCheck(
                HostConfiguration.linux(files, properties, threads, clock),
                new CpuUsage(clock),
                HostFixture.thresholds());
        check.look();
        try (ExporterProcess exporter = ExporterProcess.start(
                program,
                "--collector.filesystem.mount-points-exclude=^/(dev|proc|run/credentials/.+|sys|var/lib/docker/.+"
                        + "|var/lib/containers/storage/.+)($|/)")) {
            theirs = exporter.scrape();
        }
        ours = new Scrape(HostFixture.lines(check.look()));
    }

    @AfterEach
    void stop() {
        threads.shutdownNow();
    }

    @Test
    void every_family_has_the_type_and_the_labels_of_node_exporter() {
        List<String> differences =
                ours.withoutLabels(NEWER_LABELS).differencesFrom(theirs.withoutLabels(NEWER_LABELS), "node_");
        assertThat(differences)
                .allMatch(difference -> NEWER_FAMILIES.matcher(difference).matches());
    }

    @Test
    void what_moves_slowly_has_the_same_value() {
        for (String series : List.of(
                "node_memory_MemTotal_bytes",
                "node_memory_SwapTotal_bytes",
                "node_filefd_maximum",
                "node_boot_time_seconds")) {
            assertThat(ours.value(series)).as(series).isEqualTo(theirs.value(series));
        }
        double cpu = theirs.value("node_cpu_seconds_total{cpu=\"0\",mode=\"user\"}");
        assertThat(ours.value("node_cpu_seconds_total{cpu=\"0\",mode=\"user\"}"))
                .isCloseTo(cpu, within(5.0));
    }

    @Test
    void file_systems_disks_and_names_are_the_same() {
        for (String family : List.of(
                "node_filesystem_size_bytes",
                "node_filesystem_files",
                "node_disk_reads_completed_total",
                "node_network_up",
                "node_network_speed_bytes",
                "node_uname_info")) {
            assertThat(comparable(ours).labelSets(family))
                    .as(family)
                    .isEqualTo(comparable(theirs).labelSets(family));
        }
    }

    /** Without zram too, which node_exporter leaves out since 1.6 only. */
    private static Scrape comparable(Scrape scrape) {
        return new Scrape(scrape.withoutLabels(NEWER_LABELS).lines().stream()
                .filter(line -> !line.contains("zram"))
                .toList());
    }
}
