package io.tocsin.check.host;

import java.io.IOException;
import java.time.InstantSource;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** What OSHI lacks, from one small file each: paging, file descriptors, the kernel's name, pressure, connection tracking. */
final class SmallParts {

    private static final double MICROSECOND = 0.000_001;
    private static final Set<String> PAGING = Set.of("pgmajfault", "oom_kill");

    /** Java's names of architectures, and uname's. */
    private static final Map<String, String> MACHINES = Map.of("amd64", "x86_64", "x86", "i686", "arm", "armv7l");

    private final HostFiles files;

    private SmallParts(HostFiles files) {
        this.files = files;
    }

    static List<HostPart> of(HostFiles files, InstantSource clock) {
        SmallParts parts = new SmallParts(files);
        return List.of(
                HostPart.of("time", sample -> addTime(sample, clock)),
                HostPart.of("vmstat", parts::paging),
                HostPart.of("filefd", parts::fileDescriptors),
                HostPart.of("uname", sample -> sample.add(parts.uname())),
                HostPart.of("pressure", parts::pressure),
                HostPart.of("conntrack", parts::connectionTracking));
    }

    static void addTime(HostSample.Builder sample, InstantSource clock) {
        sample.add(
                Figure.gauge("node_time_seconds", "When the host was checked, in Unix time", clock.millis() / 1000.0));
    }

    private void connectionTracking(HostSample.Builder sample) {
        number("sys/net/netfilter/nf_conntrack_count")
                .ifPresent(value ->
                        sample.add(Figure.gauge("node_nf_conntrack_entries", "Connections that are tracked", value)));
        number("sys/net/netfilter/nf_conntrack_max")
                .ifPresent(value -> sample.add(Figure.gauge(
                        "node_nf_conntrack_entries_limit", "Most connections that can be tracked", value)));
    }

    /** Without a type, as in node_exporter. */
    private void paging(HostSample.Builder sample) throws IOException {
        for (String line : files.procLines("vmstat")) {
            String[] fields = line.split(" ", -1);
            if (PAGING.contains(fields[0])) {
                sample.add(Figure.untyped(
                        "node_vmstat_" + fields[0],
                        "/proc/vmstat information field " + fields[0],
                        Double.parseDouble(fields[1])));
            }
        }
    }

    private void fileDescriptors(HostSample.Builder sample) throws IOException {
        String[] fields = files.readProc("sys/fs/file-nr").strip().split("\\s+", -1);
        sample.add(Figure.gauge("node_filefd_allocated", "Open files", Double.parseDouble(fields[0])));
        sample.add(Figure.gauge("node_filefd_maximum", "Most files that can be open", Double.parseDouble(fields[2])));
    }

    private Figure uname() {
        return Figure.info(
                "node_uname",
                "Names of the kernel, as uname(2) gives them; always 1",
                "sysname",
                kernel("ostype"),
                "release",
                kernel("osrelease"),
                "version",
                kernel("version"),
                "machine",
                machine(),
                "nodename",
                nodeName(),
                "domainname",
                kernel("domainname"));
    }

    private String kernel(String name) {
        return HostFiles.readIfThere(files.proc().resolve("sys/kernel/" + name)).orElse("");
    }

    private static String machine() {
        String java = System.getProperty("os.arch", "").toLowerCase(Locale.ROOT);
        return MACHINES.getOrDefault(java, java);
    }

    /** In a container the kernel reports the container's name; the host's is configured or in its own file. */
    private String nodeName() {
        return Optional.ofNullable(System.getenv("NODE_NAME"))
                .or(() -> Optional.of(files.root().resolve("etc/hostname"))
                        .filter(file -> files.foreign())
                        .flatMap(HostFiles::readIfThere))
                .orElseGet(() -> kernel("hostname"));
    }

    /** Kernel, Documentation/accounting/psi.rst; absent where it is compiled out or switched off. */
    private void pressure(HostSample.Builder sample) {
        for (String resource : new String[] {"cpu", "io", "memory"}) {
            HostFiles.readIfThere(files.proc().resolve("pressure/" + resource))
                    .ifPresent(text -> text.lines().forEach(line -> addPressure(sample, resource, line)));
        }
    }

    private static void addPressure(HostSample.Builder sample, String resource, String line) {
        boolean some = line.startsWith("some");
        int total = line.indexOf("total=");
        // That all processes wait for a processor means nothing: the kernel reports 0.
        if (total >= 0 && (some || !resource.equals("cpu"))) {
            sample.add(Figure.counter(
                    "node_pressure_" + resource + (some ? "_waiting" : "_stalled") + "_seconds",
                    "Seconds in which " + (some ? "some processes" : "all processes") + " waited for " + resource,
                    Double.parseDouble(line.substring(total + "total=".length())) * MICROSECOND));
        }
    }

    private Optional<Double> number(String name) {
        return HostFiles.readIfThere(files.proc().resolve(name)).map(Double::valueOf);
    }
}
