package io.tocsin.check.redis;

import io.lettuce.core.ClientOptions.DisconnectedBehavior;
import io.lettuce.core.SocketOptions;
import io.lettuce.core.metrics.CommandLatencyRecorder;
import io.netty.resolver.DefaultAddressResolverGroup;
import io.tocsin.check.CheckProperties;
import io.tocsin.check.MonitoredComponent;
import io.tocsin.check.Sampler;
import java.time.InstantSource;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBooleanProperty;
import org.springframework.boot.data.redis.autoconfigure.ClientResourcesBuilderCustomizer;
import org.springframework.boot.data.redis.autoconfigure.DataRedisAutoConfiguration;
import org.springframework.boot.data.redis.autoconfigure.LettuceClientConfigurationBuilderCustomizer;
import org.springframework.boot.data.redis.autoconfigure.LettuceClientOptionsBuilderCustomizer;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Conditional;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;
import org.springframework.core.env.Environment;
import org.springframework.data.redis.connection.lettuce.LettuceConnectionFactory;

/** Monitors the Redis of {@code spring.data.redis}; without one there is no client and none of its threads. */
@Configuration(proxyBeanMethods = false)
class RedisConfiguration {

    private static final Logger log = LoggerFactory.getLogger(RedisConfiguration.class);

    RedisConfiguration(Environment environment) {
        if (OnRedisWatched.watched(environment)) {
            log.info("Redis is monitored");
        } else if (OnRedisWatched.configured(environment)) {
            log.info("Redis is not monitored: tocsin.check.redis.enabled is false");
        } else {
            log.info("Redis is not monitored: set spring.data.redis.host, url, sentinel or cluster to monitor one");
        }
    }

    @Bean
    MonitoredComponent<RedisFigures> redisWatched(
            ObjectProvider<Sampler<RedisFigures>> sampler, Environment environment) {
        boolean switchedOff = OnRedisWatched.configured(environment);
        String setting = switchedOff ? "tocsin.check.redis.enabled" : "spring.data.redis.host";
        return new MonitoredComponent<>("redis", 1, sampler.getIfAvailable(), setting, RedisSummary::summarize);
    }

    @Configuration(proxyBeanMethods = false)
    @Conditional(OnRedisWatched.class)
    @Import(DataRedisAutoConfiguration.class)
    static class Watched {

        /** The time limits of the checks are the limits of the client, too. */
        @Bean
        LettuceClientConfigurationBuilderCustomizer redisTimeout(CheckProperties properties) {
            return builder -> builder.commandTimeout(properties.timeout());
        }

        /**
         * A failed check drops its connection and the next one opens another: there are no retries in between. The client sends
         * no PING of its own before, to which a server that is up may reply with an error.
         */
        @Bean
        LettuceClientOptionsBuilderCustomizer redisConnection(CheckProperties properties) {
            SocketOptions sockets =
                    SocketOptions.builder().connectTimeout(properties.timeout()).build();
            return builder -> builder.socketOptions(sockets)
                    .autoReconnect(false)
                    .pingBeforeActivateConnection(false)
                    .disconnectedBehavior(DisconnectedBehavior.REJECT_COMMANDS);
        }

        /**
         * Few threads, and the JDK's address lookup. Netty's caches an address for the TTL of the name server, 10 minutes with
         * Docker's: for that long a Redis that is restarted under another address would count as down.
         */
        @Bean
        ClientResourcesBuilderCustomizer redisResources() {
            return builder -> builder.ioThreadPoolSize(2)
                    .computationThreadPoolSize(2)
                    .addressResolverGroup(DefaultAddressResolverGroup.INSTANCE)
                    .commandLatencyRecorder(CommandLatencyRecorder.disabled());
        }

        @Bean
        Sampler<RedisFigures> redisSampler(
                LettuceConnectionFactory connections, CheckProperties properties, InstantSource clock) {
            return new Sampler<>(new RedisCheck(connections), properties, clock);
        }

        @Bean
        RedisHealthIndicator redisHealthIndicator(Sampler<RedisFigures> sampler) {
            return new RedisHealthIndicator(sampler);
        }

        @Bean
        @ConditionalOnBooleanProperty(name = "tocsin.check.redis.metrics", matchIfMissing = true)
        RedisCollector redisCollector(Sampler<RedisFigures> sampler) {
            return new RedisCollector(sampler);
        }
    }
}
