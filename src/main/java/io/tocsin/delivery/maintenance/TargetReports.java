package io.tocsin.delivery.maintenance;

import io.tocsin.channel.Target;
import io.tocsin.channel.Targets;
import io.tocsin.delivery.maintenance.StoreStatus.TargetStatus;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.springframework.stereotype.Component;

/** Reports the state of all targets, from the monitor's last check, which is at most a second old while the store answers. */
@Component
public class TargetReports {

    private static final TargetStatus NOTHING = new TargetStatus(0, 0, null, Instant.EPOCH, null);

    private final Targets targets;
    private final OutboxMonitor monitor;
    private final InstantSource clock;

    TargetReports(Targets targets, OutboxMonitor monitor, InstantSource clock) {
        this.targets = targets;
        this.monitor = monitor;
        this.clock = clock;
    }

    /**
     * All targets at one time.
     *
     * @param sampledAt when the store was read
     * @param targets by name: the configured ones, and removed ones that still have pending or parked deliveries
     */
    public record Report(Instant sampledAt, List<TargetReport> targets) {}

    /** All targets. */
    public Report all() {
        Instant now = clock.instant();
        StoreStatus status = monitor.status();
        Map<String, TargetReport> reports = new TreeMap<>();
        status.targets().forEach((name, line) -> {
            if (line.pending() + line.parked() > 0) {
                reports.put(name, TargetReport.of(name, null, line, now));
            }
        });
        for (Target target : targets.all()) {
            TargetStatus line = status.targets().getOrDefault(target.name(), NOTHING);
            reports.put(target.name(), TargetReport.of(target.name(), target, line, now));
        }
        return new Report(status.sampledAt(), List.copyOf(reports.values()));
    }
}
