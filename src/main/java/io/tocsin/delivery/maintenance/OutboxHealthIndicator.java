package io.tocsin.delivery.maintenance;

import java.time.Duration;
import java.time.Instant;
import java.util.Objects;
import org.springframework.boot.health.contributor.Health;
import org.springframework.boot.health.contributor.HealthIndicator;
import org.springframework.stereotype.Component;

/** The component {@code outbox} of {@code /health} and {@code /health/ready}: can alerts be accepted? */
@Component
class OutboxHealthIndicator implements HealthIndicator {

    private final OutboxMonitor monitor;

    OutboxHealthIndicator(OutboxMonitor monitor) {
        this.monitor = monitor;
    }

    @Override
    public Health health() {
        String trouble = monitor.trouble();
        StoreStatus status = monitor.status();
        Health.Builder health = trouble.isEmpty() ? Health.up() : Health.down().withDetail("reason", trouble);
        return health.withDetail("store", monitor.kind())
                .withDetail("pending", status.pending())
                .withDetail("parked", status.parked())
                .withDetail("oldest_pending_seconds", oldestPending(status).toSeconds())
                .withDetail("sampled_at", status.sampledAt().toString())
                .build();
    }

    private static Duration oldestPending(StoreStatus status) {
        return status.targets().values().stream()
                .map(StoreStatus.TargetStatus::oldestPending)
                .filter(Objects::nonNull)
                .min(Instant::compareTo)
                .map(oldest -> Duration.between(oldest, status.sampledAt()))
                .orElse(Duration.ZERO);
    }
}
