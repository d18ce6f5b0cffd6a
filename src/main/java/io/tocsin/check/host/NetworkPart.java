package io.tocsin.check.host;

import java.io.IOException;
import java.util.List;

/** Traffic, of {@code /proc/net/dev} as the host's first process sees it. */
final class NetworkPart implements HostPart {

    private static final List<String> RECEIVED =
            List.of("bytes", "packets", "errs", "drop", "fifo", "frame", "compressed", "multicast");
    private static final List<String> TRANSMITTED =
            List.of("bytes", "packets", "errs", "drop", "fifo", "colls", "carrier", "compressed");
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
                add(sample, "receive", RECEIVED, device, values, 0);
                add(sample, "transmit", TRANSMITTED, device, values, RECEIVED.size());
            }
        }
    }

    private static void add(
            HostSample.Builder sample, String way, List<String> columns, String device, String[] values, int first) {
        for (int i = 0; i < columns.size() && first + i < values.length; i++) {
            sample.add(Figure.counter(
                    "node_network_" + way + "_" + columns.get(i),
                    "Network device statistic " + way + "_" + columns.get(i),
                    Double.parseDouble(values[first + i]),
                    "device",
                    device));
        }
    }
}
