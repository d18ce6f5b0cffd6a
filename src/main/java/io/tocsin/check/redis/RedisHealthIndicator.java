package io.tocsin.check.redis;

import io.tocsin.check.CheckHealthIndicator;
import io.tocsin.check.CheckResult.Up;
import io.tocsin.check.Sampler;
import org.springframework.boot.health.contributor.Health;

/** The component {@code redis} of {@code /health}. */
class RedisHealthIndicator extends CheckHealthIndicator<RedisFigures> {

    RedisHealthIndicator(Sampler<RedisFigures> sampler) {
        super(sampler);
    }

    @Override
    protected void describe(Health.Builder health, Up<RedisFigures> result) {
        RedisFigures figures = result.figures();
        RedisInfo info = figures.info();
        if (!figures.trouble().isEmpty()) {
            health.down().withDetail("reason", figures.trouble());
        }
        health.withDetail("version", info.text("redis_version"))
                .withDetail("role", info.role())
                .withDetail("latency_ms", figures.ping().toNanos() / 1e6);
        info.number("used_memory").ifPresent(bytes -> health.withDetail("used_memory_bytes", (long) bytes));
    }
}
