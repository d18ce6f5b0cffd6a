package io.tocsin.check.redis;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * {@code tocsin.check.redis}: the Redis of {@code spring.data.redis}, which is watched when one is configured there.
 *
 * @param enabled false leaves a configured Redis unwatched
 * @param metrics false keeps the {@code redis_*} families away, for a site where redis_exporter already gives them
 */
@ConfigurationProperties("tocsin.check.redis")
record RedisCheckProperties(
        @DefaultValue("true") boolean enabled,
        @DefaultValue("true") boolean metrics) {}
