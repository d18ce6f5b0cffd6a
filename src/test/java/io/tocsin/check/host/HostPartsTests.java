package io.tocsin.check.host;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tocsin.check.host.HostSample.CpuTime;
import io.tocsin.check.host.filesystem.Mount;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class HostPartsTests {

    private static final HostProperties DEFAULTS = HostFixture.properties(Map.of());

    @TempDir
    Path folder;

    private HostFixture host;

    @BeforeEach
    void prepare() {
        host = new HostFixture(folder);
    }

    @Test
    void processor_counters_never_go_back_unless_the_processor_was_away() {
        Ticks ticks = new Ticks();
        int idle = 1;
        ticks.monotone("0", new double[] {1, 10, 0.5}, idle);
        assertThat(ticks.monotone("0", new double[] {1.01, 9.99, 0.4}, idle)).containsExactly(1.01, 10, 0.5);
        assertThat(ticks.monotone("0", new double[] {0.01, 0.05, 0}, idle)).containsExactly(0.01, 0.05, 0);
    }

    @Test
    void the_use_of_processors_is_that_of_the_last_minute() {
        Instant[] now = {Instant.parse("2026-11-22T10:00:00Z")};
        CpuUsage use = new CpuUsage(() -> now[0]);
        assertThat(use.percent(new CpuTime(10, 100))).isEqualTo(10);
        now[0] = now[0].plusSeconds(30);
        assertThat(use.percent(new CpuTime(20, 110))).isEqualTo(100);
        now[0] = now[0].plusSeconds(45);
        assertThat(use.percent(new CpuTime(20, 120))).isZero();
    }

    @Test
    void disks_are_there_without_partitions() throws Exception {
        host.proc("diskstats", """
                   7       0 loop0 0 0 0 0 0 0 0 0 0 0 0
                 254       0 vda 10 1 16 500 20 2 32 1500 3 1250 2750 7 8 9 1000 4 2000
                 254       1 vda1 10 1 16 500 20 2 32 1500 3 1250 2750 7 8 9 1000 4 2000
                 259       0 nvme0n1 1 0 8 1 0 0 0 0 0 1 1
                """);
        assertThat(HostFixture.lines(new DiskPart(host.files, DEFAULTS)))
                .contains(
                        "# TYPE node_disk_reads_completed_total counter",
                        "node_disk_reads_completed_total{device=\"vda\"} 10.0",
                        "node_disk_read_bytes_total{device=\"vda\"} 8192.0",
                        "node_disk_read_time_seconds_total{device=\"vda\"} 0.5",
                        "node_disk_writes_completed_total{device=\"vda\"} 20.0",
                        "node_disk_written_bytes_total{device=\"vda\"} 16384.0",
                        "node_disk_write_time_seconds_total{device=\"vda\"} 1.5",
                        "node_disk_io_time_seconds_total{device=\"vda\"} 1.25",
                        "node_disk_io_time_weighted_seconds_total{device=\"vda\"} 2.75",
                        "node_disk_reads_completed_total{device=\"nvme0n1\"} 1.0")
                .noneMatch(line -> line.contains("loop0") || line.contains("vda1") || line.contains("merged"));
    }

    @Test
    void networks_are_those_of_the_first_process() throws Exception {
        host.proc("self/net/dev", "a\nb\n lo: 9 9 9 9 9 9 9 9 9 9 9 9 9 9 9 9\n");
        host.proc("1/net/dev", """
                Inter-|   Receive                                                |  Transmit
                 face |bytes    packets errs drop fifo frame compressed multicast|bytes    packets errs drop fifo colls carrier compressed
                  eth0:1535961225 3735076    1    2    3     4          5         6 7 8    9    10    11     12       13          14
                """);
        assertThat(HostFixture.lines(new NetworkPart(host.files, DEFAULTS)))
                .contains(
                        "# TYPE node_network_receive_bytes_total counter",
                        "node_network_receive_bytes_total{device=\"eth0\"} 1.535961225E9",
                        "node_network_receive_drop_total{device=\"eth0\"} 2.0",
                        "node_network_transmit_bytes_total{device=\"eth0\"} 7.0",
                        "node_network_transmit_drop_total{device=\"eth0\"} 10.0")
                .noneMatch(line -> line.contains("\"lo\""));
        assertThat(HostFixture.lines(new NetworkPart(
                        host.files, HostFixture.properties(Map.of("tocsin.check.host.networks-exclude", "^eth")))))
                .isEmpty();
    }

    @Test
    void devices_are_up_or_not_and_have_a_speed() throws Exception {
        host.proc("1/net/dev", "a\nb\n eth0: 1 1 0 0\n wlan0: 1 1 0 0\n gone0: 1 1 0 0\n")
                .sys("class/net/eth0/operstate", "up\n")
                .sys("class/net/wlan0/operstate", "down\n")
                .sys("class/net/eth0/speed", "10000\n")
                .sys("class/net/wlan0/speed", "-1\n");
        assertThat(HostFixture.lines(new NetworkPart(host.files, DEFAULTS)))
                .contains(
                        "node_network_up{device=\"eth0\"} 1.0",
                        "node_network_up{device=\"wlan0\"} 0.0",
                        "node_network_speed_bytes{device=\"eth0\"} 1.25E9",
                        "node_network_speed_bytes{device=\"wlan0\"} -125000.0")
                .noneMatch(line -> line.matches("node_network_(up|speed_bytes)\\{device=\"gone0\".*"));
    }

    @Test
    void what_is_one_small_file_each() throws Exception {
        host.proc("vmstat", "nr_free_pages 5\npgmajfault 3\npgfault 4\noom_kill 6\nthp_fault 9\n")
                .proc("sys/fs/file-nr", "873\t0\t2466170\n")
                .proc("sys/kernel/ostype", "Linux\n")
                .proc("sys/kernel/osrelease", "6.1.0-13-amd64\n")
                .proc("sys/kernel/version", "#1 SMP\n")
                .proc("sys/kernel/hostname", "container\n")
                .proc("sys/kernel/domainname", "(none)\n")
                .proc("pressure/cpu", "some avg10=0.00 avg60=0.00 avg300=0.00 total=2500000\nfull avg10=0.00 total=1\n")
                .proc("pressure/memory", "some avg10=0.00 total=1000000\nfull avg10=0.00 total=500000\n")
                .proc("sys/net/netfilter/nf_conntrack_count", "12\n")
                .proc("sys/net/netfilter/nf_conntrack_max", "262144\n")
                .root("etc/hostname", "host-1\n");
        HostSample sample = new HostCheck(
                        SmallParts.of(host.files, HostFixture.CLOCK),
                        new CpuUsage(HostFixture.CLOCK),
                        HostFixture.thresholds())
                .look();
        assertThat(HostFixture.lines(sample))
                .contains(
                        "# TYPE node_vmstat_pgmajfault untyped",
                        "node_vmstat_pgmajfault 3.0",
                        "node_vmstat_oom_kill 6.0",
                        "node_filefd_allocated 873.0",
                        "node_filefd_maximum 2466170.0",
                        "node_time_seconds 1.7953416E9",
                        "node_pressure_cpu_waiting_seconds_total 2.5",
                        "node_pressure_memory_waiting_seconds_total 1.0",
                        "node_pressure_memory_stalled_seconds_total 0.5",
                        "node_nf_conntrack_entries 12.0",
                        "node_nf_conntrack_entries_limit 262144.0",
                        "node_scrape_collector_success{collector=\"vmstat\"} 1.0")
                .anyMatch(line -> line.startsWith("node_uname_info{")
                        && line.contains("release=\"6.1.0-13-amd64\"")
                        && line.contains("nodename=\"host-1\""))
                .noneMatch(line -> line.startsWith("node_pressure_cpu_stalled")
                        || line.contains("nr_free")
                        || line.startsWith("node_vmstat_pgfault"));
    }

    @Test
    void a_part_that_fails_stops_no_other() throws Exception {
        host.proc("vmstat", "oom_kill unreadable");
        HostSample sample = new HostCheck(
                        SmallParts.of(host.files, HostFixture.CLOCK),
                        new CpuUsage(HostFixture.CLOCK),
                        HostFixture.thresholds())
                .look();
        assertThat(HostFixture.lines(sample))
                .contains(
                        "node_scrape_collector_success{collector=\"vmstat\"} 0.0",
                        "node_scrape_collector_success{collector=\"filefd\"} 0.0",
                        "node_scrape_collector_success{collector=\"uname\"} 1.0")
                .anyMatch(line -> line.startsWith("node_scrape_collector_duration_seconds{collector=\"uname\"}"));
    }

    @Test
    void a_line_of_mountinfo_is_read_as_the_kernel_writes_it() {
        assertThat(Mount.parse("36 35 98:0 /sub /mnt\\040a rw,noatime shared:1 master:2 - ext3 /dev/vda1 ro,errors=x"))
                .hasValue(new Mount("/dev/vda1", "/mnt a", "ext3", true));
        assertThat(Mount.parse("27 1 254:0 / / rw,relatime - ext4 /dev/vda rw,discard"))
                .hasValue(new Mount("/dev/vda", "/", "ext4", false));
        assertThat(Mount.parse("28 27 0:25 / /a ro,nosuid - tmpfs none rw"))
                .map(Mount::readOnly)
                .hasValue(true);
        for (String broken : List.of("", "27 1", "27 1 254:0 / / rw -", "27 1 254:0 / / rw,relatime ext4 x rw")) {
            assertThat(Mount.parse(broken)).isEmpty();
        }
    }

    @Test
    void a_wrong_setting_says_which() {
        assertThatThrownBy(() -> HostFixture.properties(Map.of("tocsin.check.host.disk-percent", "101")))
                .rootCause()
                .hasMessage("tocsin.check.host.disk-percent must be above 0 and at most 100");
        assertThatThrownBy(() -> HostFixture.properties(Map.of("tocsin.check.host.disks-exclude", "(")))
                .hasStackTraceContaining("is no regular expression");
    }
}
