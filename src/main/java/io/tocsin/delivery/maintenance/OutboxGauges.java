package io.tocsin.delivery.maintenance;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import io.micrometer.core.instrument.binder.MeterBinder;
import io.tocsin.channel.Targets;
import io.tocsin.delivery.maintenance.StoreStatus.TargetStatus;
import java.time.Duration;
import java.time.Instant;
import java.util.function.ToDoubleBiFunction;
import org.springframework.stereotype.Component;

/**
 * The gauges of pending deliveries, per target, as of the monitor's last run; also of removed targets that the store has at
 * start.
 */
@Component
class OutboxGauges implements MeterBinder {

    private static final TargetStatus NOTHING = new TargetStatus(0, 0, null, Instant.EPOCH, null);

    private final OutboxMonitor monitor;
    private final OutboxStore store;
    private final Targets targets;
    private final RemovedTargets removed;

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
        removed.find().forEach(target -> line(registry, target));
        for (String target : targets.names()) {
            line(registry, target);
            gauge(
                    registry,
                    target,
                    "tocsin.target.blocked",
                    "1 while attempts to send to the target fail",
                    (status, at) -> status.blockedSince() == null ? 0 : 1);
        }
    }

    private static long missing(OutboxStore store) {
        return store.missing().map(MissingNotifications::count).orElse(0L);
    }

    private void line(MeterRegistry registry, String target) {
        gauge(registry, target, "tocsin.outbox.pending", "Pending deliveries", (status, at) -> status.pending());
        gauge(registry, target, "tocsin.deliveries.parked", "Deliveries given up", (status, at) -> status.parked());
        gauge(
                registry,
                target,
                "tocsin.outbox.oldest.pending.seconds",
                "Age of the oldest pending delivery; 0 when none is pending",
                (status, at) -> age(status, at));
    }

    private static double age(TargetStatus status, Instant sampledAt) {
        Instant oldest = status.oldestPending();
        return oldest == null ? 0 : Duration.between(oldest, sampledAt).toMillis() / 1000.0;
    }

    private void gauge(
            MeterRegistry registry,
            String target,
            String name,
            String description,
            ToDoubleBiFunction<TargetStatus, Instant> figure) {
        Gauge.builder(name, monitor, source -> {
                    StoreStatus status = source.status();
                    return figure.applyAsDouble(status.targets().getOrDefault(target, NOTHING), status.sampledAt());
                })
                .description(description)
                .tags(Tags.of("target", target))
                .register(registry);
    }
}
