package io.tocsin.check.redis;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * {@code tocsin.check.redis}: the Redis of {@code spring.data.redis}, monitored when one is configured there.
 *
 * @param enabled false disables monitoring of a configured Redis
 * @param metrics false disables the {@code redis_*} families, for a site where redis_exporter already exposes them
 */
@ConfigurationProperties("tocsin.check.redis")
record RedisCheckProperties(
        @DefaultValue("true") boolean enabled,
        @DefaultValue("true") boolean metrics) {}
