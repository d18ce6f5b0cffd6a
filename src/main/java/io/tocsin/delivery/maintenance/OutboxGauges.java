package io.tocsin.delivery.maintenance;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.MultiGauge;
import io.micrometer.core.instrument.Tags;
import io.micrometer.core.instrument.binder.MeterBinder;
import io.tocsin.ConfigurationReplaced;
import io.tocsin.channel.Targets;
import io.tocsin.delivery.maintenance.StoreStatus.TargetStatus;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentSkipListSet;
import java.util.function.ToDoubleBiFunction;
import org.springframework.context.event.EventListener;
import org.springframework.stereotype.Component;

/** The gauges of pending deliveries, per target, as of the monitor's last run; also of targets that were removed. */
@Component
class OutboxGauges implements MeterBinder {

    private static final TargetStatus NOTHING = new TargetStatus(0, 0, null, Instant.EPOCH, null);

    private static final Line BLOCKED = new Line(
            "tocsin.target.blocked",
            "1 while attempts to send to the target fail",
            (status, at) -> status.blockedSince() == null ? 0 : 1);

    private static final List<Line> LINES = List.of(
            new Line("tocsin.outbox.pending", "Pending deliveries", (status, at) -> status.pending()),
            new Line("tocsin.deliveries.parked", "Deliveries given up", (status, at) -> status.parked()),
            new Line(
                    "tocsin.outbox.oldest.pending.seconds",
                    "Age of the oldest pending delivery; 0 when none is pending",
                    OutboxGauges::age),
            BLOCKED);

    private final OutboxMonitor monitor;
    private final OutboxStore store;
    private final Targets targets;
    private final RemovedTargets removed;
    private final Map<Line, MultiGauge> lines = new LinkedHashMap<>();
    /** The targets of all configurations since the start, and removed ones that the store had then. */
    private final Set<String> known = new ConcurrentSkipListSet<>();

    OutboxGauges(OutboxMonitor monitor, OutboxStore store, Targets targets, RemovedTargets removed) {
        this.monitor = monitor;
        this.store = store;
        this.targets = targets;
        this.removed = removed;
    }

    @Override
    public void bindTo(MeterRegistry registry) {
        Gauge.builder("tocsin.store.size.bytes", monitor, OutboxMonitor::size)
                .description("The size of the outbox")
                .register(registry);
        Gauge.builder("tocsin.store.size.limit.bytes", monitor, OutboxMonitor::largestSize)
                .description("The size of the outbox from which on webhooks are answered 503")
                .register(registry);
        if (monitor.kind().equals("sqlite")) {
            Gauge.builder("tocsin.store.free.bytes", monitor, OutboxMonitor::free)
                    .description("The free space of the outbox's disk")
                    .register(registry);
            Gauge.builder("tocsin.store.min.free.bytes", monitor, OutboxMonitor::leastFree)
                    .description("The free space below which webhooks are answered 503")
                    .register(registry);
        }
        Gauge.builder("tocsin.store.missing.notifications", store, OutboxGauges::missing)
                .description("Acknowledged notifications that the outbox did not have at this start, at most")
                .register(registry);
        LINES.forEach(line -> lines.put(line, line.gauge(registry)));
        known.addAll(removed.find());
        registerTargets();
    }

    @EventListener(ConfigurationReplaced.class)
    void registerTargets() {
        known.addAll(targets.names());
        lines.forEach((line, gauge) -> gauge.register(
                known.stream()
                        .filter(target ->
                                !line.equals(BLOCKED) || targets.names().contains(target))
                        .map(target -> line.row(target, monitor))
                        .toList(),
                true));
    }

    private static long missing(OutboxStore store) {
        return store.missing().map(MissingNotifications::count).orElse(0L);
    }

    /** A gauge that each target has. */
    private record Line(String meter, String description, ToDoubleBiFunction<TargetStatus, Instant> figure) {

        MultiGauge gauge(MeterRegistry registry) {
            return MultiGauge.builder(meter).description(description).register(registry);
        }

        MultiGauge.Row<?> row(String target, OutboxMonitor monitor) {
            return MultiGauge.Row.of(Tags.of("target", target), monitor, source -> {
                StoreStatus status = source.status();
                return figure.applyAsDouble(status.targets().getOrDefault(target, NOTHING), status.sampledAt());
            });
        }
    }

    private static double age(TargetStatus status, Instant sampledAt) {
        Instant oldest = status.oldestPending();
        return oldest == null ? 0 : Duration.between(oldest, sampledAt).toMillis() / 1000.0;
    }
}
