package io.tocsin.check.host;

import io.tocsin.check.Check;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Checks the host part by part; one that fails blocks no other. */
final class HostCheck implements Check<HostSample> {

    private static final Logger log = LoggerFactory.getLogger(HostCheck.class);

    private final List<HostPart> parts;

    private final CpuUsage cpu;

    private final HostThresholds thresholds;

    HostCheck(List<HostPart> parts, CpuUsage cpu, HostThresholds thresholds) {
        this.parts = parts;
        this.cpu = cpu;
        this.thresholds = thresholds;
    }

    @Override
    public String name() {
        return "The host";
    }

    @Override
    public HostSample look() {
        HostSample.Builder sample = new HostSample.Builder();
        for (HostPart part : parts) {
            long started = System.nanoTime();
            boolean success = succeeds(part, sample);
            double seconds = (System.nanoTime() - started) / 1e9;
            sample.add(Figure.gauge(
                    "node_scrape_collector_duration_seconds",
                    "How long a part of the last look took",
                    seconds,
                    "collector",
                    part.name()));
            sample.add(Figure.gauge(
                    "node_scrape_collector_success",
                    "Whether a part of the last look succeeded",
                    success ? 1 : 0,
                    "collector",
                    part.name()));
        }
        return sample.build(cpu).judgedBy(thresholds);
    }

    // An error, such as a missing native library, fails that part only.
    private static boolean succeeds(HostPart part, HostSample.Builder sample) {
        try {
            part.look(sample);
            return true;
        } catch (Exception | LinkageError e) {
            log.debug("{} of the host cannot be read", part.name(), e);
            return false;
        }
    }
}
