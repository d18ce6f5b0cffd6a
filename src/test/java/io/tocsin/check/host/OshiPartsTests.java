package io.tocsin.check.host;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class OshiPartsTests {

    @Test
    void a_host_without_a_proc_is_known_through_oshi() throws Exception {
        HostCheck check = new HostCheck(
                OshiParts.of(HostFixture.properties(Map.of()), HostFixture.CLOCK),
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
}
