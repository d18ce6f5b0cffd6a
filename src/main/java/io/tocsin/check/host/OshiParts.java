package io.tocsin.check.host;

import io.tocsin.check.host.HostSample.CpuTime;
import io.tocsin.check.host.filesystem.Mount;
import io.tocsin.check.host.filesystem.Space;
import java.nio.file.Files;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import oshi.SystemInfo;
import oshi.hardware.CentralProcessor.TickType;
import oshi.hardware.GlobalMemory;
import oshi.hardware.HardwareAbstractionLayer;
import oshi.hardware.NetworkIF;
import oshi.software.os.OSFileStore;
import oshi.software.os.OperatingSystem;
import oshi.software.os.OperatingSystem.OSVersionInfo;
import oshi.spi.SystemInfoProvider;
import oshi.util.GlobalConfig;

/**
 * The host through OSHI. On Linux that needs no native library, and only processors, load and memory are asked for: it sees
 * networks of this process only, calls a program to list file systems, and waits for one that hangs.
 *
 * <p>Everything starts with the first check, in the background: loading OSHI takes a second.
 */
final class OshiParts {

    /** Listing file systems and disks is expensive: some systems start a program for it. */
    private static final int LOOKS_PER_LISTING = 12;

    private static final double MILLISECOND = 0.001;
    private static final String[] MODES = {"user", "nice", "system", "idle", "iowait", "irq", "softirq", "steal"};
    private static final TickType[] TICKS = {
        TickType.USER,
        TickType.NICE,
        TickType.SYSTEM,
        TickType.IDLE,
        TickType.IOWAIT,
        TickType.IRQ,
        TickType.SOFTIRQ,
        TickType.STEAL
    };
    private static final int IDLE = 3;
    private static final int IOWAIT = 4;

    private final SystemInfoProvider info;
    private final Ticks ticks = new Ticks();
    private final HostProperties.Exclusion mountsExcluded;
    private final HostProperties.Exclusion typesExcluded;
    private final HostProperties.Exclusion networksExcluded;
    private List<OSFileStore> stores = List.of();
    private int looks;

    private OshiParts(HostProperties properties, SystemInfoProvider info) {
        this.info = info;
        this.mountsExcluded = HostProperties.exclusion(properties.mountsExclude());
        this.typesExcluded = HostProperties.exclusion(properties.fsTypesExclude());
        this.networksExcluded = HostProperties.exclusion(properties.networksExclude());
    }

    private HardwareAbstractionLayer hardware() {
        return info.getHardware();
    }

    private OperatingSystem system() {
        return info.getOperatingSystem();
    }

    /** What OSHI knows of the host whose files these are. It has one configuration for the whole process. */
    static List<HostPart> linux(HostFiles files, HostProperties properties) {
        GlobalConfig.set(GlobalConfig.OSHI_UTIL_PROC_PATH, files.proc().toString());
        if (Files.isDirectory(files.sys())) {
            GlobalConfig.set(GlobalConfig.OSHI_UTIL_SYS_PATH, files.sys().toString());
        }
        return new OshiParts(properties, new oshi.nativefree.SystemInfo()).common();
    }

    /** macOS, Windows and the BSDs. Figures that OSHI lacks are not exposed. */
    static List<HostPart> everywhereElse(HostProperties properties, InstantSource clock) {
        OshiParts parts = new OshiParts(properties, new SystemInfo());
        List<HostPart> all = new ArrayList<>(parts.common());
        all.add(HostPart.of("time", sample -> SmallParts.addTime(sample, clock)));
        all.add(HostPart.of("filesystem", parts::fileSystems));
        all.add(HostPart.of("diskstats", parts::disks));
        all.add(HostPart.of("netdev", parts::networks));
        all.add(HostPart.of("uname", parts::names));
        return all;
    }

    private List<HostPart> common() {
        return List.of(
                HostPart.of("cpu", this::cpu),
                HostPart.of("loadavg", this::load),
                HostPart.of("meminfo", this::memory));
    }

    private void cpu(HostSample.Builder sample) {
        long[][] all = hardware().getProcessor().getProcessorCpuLoadTicks();
        double busy = 0;
        double passed = 0;
        for (int cpu = 0; cpu < all.length; cpu++) {
            double[] seconds = new double[MODES.length];
            for (int mode = 0; mode < MODES.length; mode++) {
                seconds[mode] = all[cpu][TICKS[mode].getIndex()] * MILLISECOND;
            }
            seconds = ticks.monotone(Integer.toString(cpu), seconds, IDLE);
            for (int mode = 0; mode < MODES.length; mode++) {
                sample.add(Figure.counter(
                        "node_cpu_seconds",
                        "Seconds the processors spent in each mode",
                        seconds[mode],
                        "cpu",
                        Integer.toString(cpu),
                        "mode",
                        MODES[mode]));
                passed += seconds[mode];
                busy += mode == IDLE || mode == IOWAIT ? 0 : seconds[mode];
            }
        }
        sample.cpu(new CpuTime(busy, passed));
        sample.add(Figure.gauge("node_boot_time_seconds", "When the host started, in Unix time", (double)
                system().getSystemBootTime()));
        sample.add(Figure.counter("node_context_switches", "Context switches", (double)
                hardware().getProcessor().getContextSwitches()));
        sample.add(Figure.counter("node_intr", "Interrupts serviced", (double)
                hardware().getProcessor().getInterrupts()));
    }

    private void load(HostSample.Builder sample) {
        double[] averages = hardware().getProcessor().getSystemLoadAverage(3);
        String[] minutes = {"1", "5", "15"};
        for (int i = 0; i < minutes.length; i++) {
            if (averages[i] >= 0) {
                sample.add(Figure.gauge(
                        "node_load" + minutes[i], "Load average over " + minutes[i] + " min", averages[i]));
            }
        }
    }

    private void memory(HostSample.Builder sample) {
        GlobalMemory memory = hardware().getMemory();
        double total = (double) memory.getTotal();
        double available = (double) memory.getAvailable();
        double swapTotal = (double) memory.getVirtualMemory().getSwapTotal();
        double swapUsed = (double) memory.getVirtualMemory().getSwapUsed();
        sample.add(memory("MemTotal", total));
        sample.add(memory("MemAvailable", available));
        sample.add(memory("SwapTotal", swapTotal));
        sample.add(memory("SwapFree", swapTotal - swapUsed));
        if (total > 0) {
            sample.memoryPercent(100 * (1 - available / total));
        }
    }

    private static Figure memory(String field, double bytes) {
        return Figure.gauge("node_memory_" + field + "_bytes", "Memory information field " + field + "_bytes", bytes);
    }

    private void fileSystems(HostSample.Builder sample) {
        if (looks++ % LOOKS_PER_LISTING == 0) {
            stores = system().getFileSystem().getFileStores(true);
        } else {
            stores.forEach(OSFileStore::updateAttributes);
        }
        for (OSFileStore store : stores) {
            if (!mountsExcluded.leavesOut(store.getMount()) && !typesExcluded.leavesOut(store.getType())) {
                boolean readOnly = List.of(store.getOptions().split(",", -1)).contains("ro");
                FileSystemPart.add(
                        sample,
                        new Mount(store.getVolume(), store.getMount(), store.getType(), readOnly),
                        new Space(
                                (double) store.getTotalSpace(),
                                (double) store.getFreeSpace(),
                                (double) store.getUsableSpace(),
                                store.getTotalInodes() == 0 ? -1 : (double) store.getTotalInodes(),
                                (double) store.getFreeInodes()));
            }
        }
    }

    /** A listing has fresh figures already; refreshing disks one by one would list them again for each. */
    private void disks(HostSample.Builder sample) {
        hardware().getDiskStores().forEach(disk -> {
            String device = disk.getName().replaceFirst("^/dev/", "");
            DiskPart.addKnown(
                    sample,
                    device,
                    disk.getReads(),
                    disk.getReadBytes(),
                    disk.getWrites(),
                    disk.getWriteBytes(),
                    disk.getTransferTime());
        });
    }

    private void networks(HostSample.Builder sample) {
        for (NetworkIF network : hardware().getNetworkIFs(true)) {
            if (!networksExcluded.leavesOut(network.getName())) {
                add(sample, network, "receive_bytes", network.getBytesRecv());
                add(sample, network, "transmit_bytes", network.getBytesSent());
                add(sample, network, "receive_packets", network.getPacketsRecv());
                add(sample, network, "transmit_packets", network.getPacketsSent());
                add(sample, network, "receive_errs", network.getInErrors());
                add(sample, network, "transmit_errs", network.getOutErrors());
                add(sample, network, "receive_drop", network.getInDrops());
                sample.add(NetworkPart.up(network.getName(), network.getIfOperStatus() == NetworkIF.IfOperStatus.UP));
                sample.add(NetworkPart.speed(network.getName(), network.getSpeed() / 1_000_000));
            }
        }
    }

    private static void add(HostSample.Builder sample, NetworkIF network, String statistic, long value) {
        sample.add(NetworkPart.counter(statistic, network.getName(), (double) value));
    }

    private void names(HostSample.Builder sample) {
        OperatingSystem os = system();
        OSVersionInfo version = os.getVersionInfo();
        sample.add(Figure.info(
                "node_uname",
                "Names of the operating system; always 1",
                "sysname",
                os.getFamily(),
                "release",
                String.valueOf(version.getVersion()),
                "version",
                String.valueOf(version.getBuildNumber()),
                "machine",
                System.getProperty("os.arch", ""),
                "nodename",
                os.getNetworkParams().getHostName(),
                "domainname",
                os.getNetworkParams().getDomainName()));
    }
}
