package io.tocsin.check;

import io.tocsin.check.CheckResult.Down;
import io.tocsin.check.CheckResult.Up;
import org.springframework.boot.health.contributor.Health;
import org.springframework.boot.health.contributor.HealthIndicator;

/**
 * A component of {@code /health} that shows the last result of a check.
 *
 * @param <T> the figures of the check
 */
public abstract class CheckHealthIndicator<T> implements HealthIndicator {

    private final Sampler<T> sampler;

    protected CheckHealthIndicator(Sampler<T> sampler) {
        this.sampler = sampler;
    }

    @Override
    public final Health health() {
        CheckResult<T> result = sampler.last();
        Health.Builder health = Health.up();
        if (result instanceof Up<T> up) {
            describe(health, up);
        } else if (result instanceof Down<T> down) {
            health.down().withDetail("reason", down.reason());
        }
        return health.withDetail("sampled_at", result.sampledAt().toString()).build();
    }

    /** Adds the figures as details, without hosts and users; may turn it down when the figures are bad. */
    protected abstract void describe(Health.Builder health, Up<T> result);
}
