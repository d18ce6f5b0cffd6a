package io.tocsin.check.host;

import io.tocsin.check.host.HostSample.CpuTime;
import java.io.IOException;

/** Processors and the kernel's own counters, of {@code /proc/stat} (proc(5)). */
final class StatPart implements HostPart {

    /** In the order of the file. */
    private static final String[] MODES = {"user", "nice", "system", "idle", "iowait", "irq", "softirq", "steal"};

    private static final int IDLE = 3;
    private static final int IOWAIT = 4;
    private static final int GUEST = 8;

    /** USER_HZ: the value on every platform of Linux that Java supports. */
    private static final double TICKS_PER_SECOND = 100;

    private final HostFiles files;
    private final Ticks ticks = new Ticks();

    StatPart(HostFiles files) {
        this.files = files;
    }

    @Override
    public String name() {
        return "stat";
    }

    @Override
    public void look(HostSample.Builder sample) throws IOException {
        double busy = 0;
        double all = 0;
        for (String line : files.procLines("stat")) {
            String[] fields = line.split(" +", -1);
            if (fields[0].startsWith("cpu") && fields[0].length() > 3) {
                String cpu = fields[0].substring(3);
                double[] seconds = ticks.monotone(cpu, seconds(fields), IDLE);
                addCpu(sample, cpu, seconds);
                for (int mode = 0; mode < MODES.length; mode++) {
                    all += seconds[mode];
                    busy += mode == IDLE || mode == IOWAIT ? 0 : seconds[mode];
                }
            } else if (fields.length > 1) {
                addKernel(sample, fields[0], fields[1]);
            }
        }
        sample.cpu(new CpuTime(busy, all));
    }

    /** The eight modes, then guest and guest_nice, which old kernels do not have. */
    private static double[] seconds(String[] fields) {
        double[] seconds = new double[GUEST + 2];
        for (int i = 0; i < seconds.length && i + 1 < fields.length; i++) {
            seconds[i] = Long.parseLong(fields[i + 1]) / TICKS_PER_SECOND;
        }
        return seconds;
    }

    private static void addCpu(HostSample.Builder sample, String cpu, double[] seconds) {
        for (int mode = 0; mode < MODES.length; mode++) {
            sample.add(cpu(cpu, MODES[mode], seconds[mode]));
        }
        for (int mode = 0; mode < 2; mode++) {
            sample.add(Figure.counter(
                    "node_cpu_guest_seconds",
                    "Seconds the processors spent in guests, in each mode",
                    seconds[GUEST + mode],
                    "cpu",
                    cpu,
                    "mode",
                    MODES[mode]));
        }
    }

    static Figure cpu(String cpu, String mode, double seconds) {
        return Figure.counter(
                "node_cpu_seconds", "Seconds the processors spent in each mode", seconds, "cpu", cpu, "mode", mode);
    }

    private static void addKernel(HostSample.Builder sample, String name, String value) {
        switch (name) {
            case "ctxt" ->
                sample.add(Figure.counter("node_context_switches", "Context switches", Double.parseDouble(value)));
            case "intr" -> sample.add(Figure.counter("node_intr", "Interrupts serviced", Double.parseDouble(value)));
            case "processes" -> sample.add(Figure.counter("node_forks", "Forks", Double.parseDouble(value)));
            case "btime" ->
                sample.add(Figure.gauge(
                        "node_boot_time_seconds", "When the host started, in Unix time", Double.parseDouble(value)));
            case "procs_running" ->
                sample.add(
                        Figure.gauge("node_procs_running", "Processes in runnable state", Double.parseDouble(value)));
            case "procs_blocked" ->
                sample.add(Figure.gauge(
                        "node_procs_blocked", "Processes that wait for input or output", Double.parseDouble(value)));
            default -> {
                // node_exporter does not expose these either.
            }
        }
    }
}
