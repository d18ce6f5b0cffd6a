package io.tocsin.check.host;

import java.nio.file.Path;
import java.util.Optional;

/** The state of network devices, of {@code /sys/class/net} (kernel, Documentation/ABI/testing/sysfs-class-net). */
final class NetworkDevicePart implements HostPart {

    private static final int ADMIN_UP = 1;
    private static final double BYTES_PER_MEGABIT = 1_000_000 / 8.0;

    private final HostFiles files;
    private final HostProperties.Exclusion excluded;

    NetworkDevicePart(HostFiles files, HostProperties properties) {
        this.files = files;
        this.excluded = HostProperties.exclusion(properties.networksExclude());
    }

    @Override
    public String name() {
        return "netclass";
    }

    @Override
    public void look(HostSample.Builder sample) {
        Path devices = files.sys().resolve("class/net");
        for (String device : HostFiles.names(devices)) {
            if (!excluded.leavesOut(device)) {
                add(sample, device, devices.resolve(device));
            }
        }
    }

    private static void add(HostSample.Builder sample, String device, Path folder) {
        Optional<String> state = HostFiles.readIfThere(folder.resolve("operstate"));
        if (state.isEmpty()) {
            // A plain file among the devices, such as bonding_masters.
            return;
        }
        sample.add(Figure.gauge(
                "node_network_up", "Whether the device is up", state.get().equals("up") ? 1 : 0, "device", device));
        number(folder, "carrier")
                .ifPresent(value -> sample.add(Figure.gauge(
                        "node_network_carrier", "Whether the device has a link", value, "device", device)));
        number(folder, "mtu")
                .ifPresent(value -> sample.add(Figure.gauge(
                        "node_network_mtu_bytes", "Largest packet of the device, in bytes", value, "device", device)));
        number(folder, "speed")
                .filter(megabits -> megabits > 0)
                .ifPresent(megabits -> sample.add(Figure.gauge(
                        "node_network_speed_bytes",
                        "Speed of the device, in bytes per second",
                        megabits * BYTES_PER_MEGABIT,
                        "device",
                        device)));
        number(folder, "tx_queue_len")
                .ifPresent(value -> sample.add(Figure.gauge(
                        "node_network_transmit_queue_length",
                        "Length of the device's send queue",
                        value,
                        "device",
                        device)));
        sample.add(Figure.info(
                "node_network",
                "What is not a number about the device; always 1",
                "device",
                device,
                "address",
                text(folder, "address"),
                "broadcast",
                text(folder, "broadcast"),
                "duplex",
                text(folder, "duplex"),
                "operstate",
                state.get(),
                "adminstate",
                adminState(text(folder, "flags")),
                "ifalias",
                text(folder, "ifalias")));
    }

    private static String adminState(String flags) {
        try {
            return (Long.decode(flags) & ADMIN_UP) == 0 ? "down" : "up";
        } catch (NumberFormatException e) {
            return "";
        }
    }

    private static String text(Path folder, String file) {
        return HostFiles.readIfThere(folder.resolve(file)).orElse("");
    }

    /** Some files exist but cannot be read while the device is down. */
    private static Optional<Double> number(Path folder, String file) {
        try {
            return HostFiles.readIfThere(folder.resolve(file)).map(Double::valueOf);
        } catch (NumberFormatException e) {
            return Optional.empty();
        }
    }
}
