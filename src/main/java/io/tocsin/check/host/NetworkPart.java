package io.tocsin.check.host;

import java.io.IOException;
import java.util.List;
import java.util.Optional;

/**
 * Traffic, of {@code /proc/net/dev} as the host's first process sees it, and whether a device is up and how fast; OSHI sees the networks of
 * this process only, which in a container are not the host's.
 */
final class NetworkPart implements HostPart {

    private static final List<String> STATISTICS = List.of("bytes", "packets", "errs", "drop");
    private static final int TRANSMITTED = 8;
    private static final int HEADINGS = 2;

    private final HostFiles files;
    private final HostProperties.Exclusion excluded;

    NetworkPart(HostFiles files, HostProperties properties) {
        this.files = files;
        this.excluded = HostProperties.exclusion(properties.networksExclude());
    }

    @Override
    public String name() {
        return "netdev";
    }

    @Override
    public void look(HostSample.Builder sample) throws IOException {
        List<String> lines = files.hostViewLines("net/dev");
        for (String line : lines.subList(Math.min(HEADINGS, lines.size()), lines.size())) {
            // A name may hold a colon itself (an alias); the figures never do.
            int colon = line.lastIndexOf(':');
            String device = line.substring(0, Math.max(0, colon)).strip();
            String[] values = line.substring(colon + 1).strip().split(" +", -1);
            if (!device.isEmpty() && !excluded.leavesOut(device)) {
                add(sample, "receive", device, values, 0);
                add(sample, "transmit", device, values, TRANSMITTED);
                about(device, "operstate").ifPresent(state -> sample.add(up(device, state.equals("up"))));
                about(device, "speed").ifPresent(speed -> sample.add(speed(device, Long.parseLong(speed))));
            }
        }
    }

    private Optional<String> about(String device, String file) {
        return HostFiles.readIfThere(files.sys().resolve("class/net/" + device + "/" + file));
    }

    private static void add(HostSample.Builder sample, String way, String device, String[] values, int first) {
        for (int i = 0; i < STATISTICS.size() && first + i < values.length; i++) {
            sample.add(counter(way + "_" + STATISTICS.get(i), device, Double.parseDouble(values[first + i])));
        }
    }

    static Figure counter(String statistic, String device, double value) {
        return Figure.counter(
                "node_network_" + statistic, "Network device statistic " + statistic, value, "device", device);
    }

    /** @param megabits per second; -1 when the kernel does not know, which node_exporter exposes as well */
    static Figure speed(String device, long megabits) {
        return Figure.gauge(
                "node_network_speed_bytes", "Speed of the device per second", megabits * 125_000.0, "device", device);
    }

    static Figure up(String device, boolean up) {
        return Figure.gauge("node_network_up", "Whether the device is up", up ? 1 : 0, "device", device);
    }
}
