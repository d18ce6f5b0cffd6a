package io.tocsin.check.mysql;

import io.tocsin.check.CheckHealthIndicator;
import io.tocsin.check.CheckResult.Up;
import io.tocsin.check.Sampler;
import org.springframework.boot.health.contributor.Health;

/** The component {@code database} of {@code /health}. */
class MySqlHealthIndicator extends CheckHealthIndicator<MySqlFigures> {

    MySqlHealthIndicator(Sampler<MySqlFigures> sampler) {
        super(sampler);
    }

    @Override
    protected void describe(Health.Builder health, Up<MySqlFigures> result) {
        MySqlFigures figures = result.figures();
        health.withDetail("version", figures.variables().getOrDefault("version", ""))
                .withDetail("latency_ms", figures.ping().toNanos() / 1e6);
        MySqlValue.parse(figures.status().getOrDefault("threads_connected", ""))
                .ifPresent(connections -> health.withDetail("connections", (long) connections));
        MySqlValue.parse(figures.variables().getOrDefault("max_connections", ""))
                .ifPresent(most -> health.withDetail("max_connections", (long) most));
    }
}
