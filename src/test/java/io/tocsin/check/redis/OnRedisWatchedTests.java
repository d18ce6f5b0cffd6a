package io.tocsin.check.redis;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.boot.context.properties.source.ConfigurationPropertySources;
import org.springframework.core.env.MapPropertySource;
import org.springframework.core.env.StandardEnvironment;
import org.springframework.core.env.SystemEnvironmentPropertySource;

class OnRedisWatchedTests {

    @ParameterizedTest
    @CsvSource({
        "spring.data.redis.host, redis, true",
        "spring.data.redis.url, redis://redis, true",
        "spring.data.redis.sentinel.master, mymaster, true",
        "spring.data.redis.cluster.nodes[0], redis:6379, true",
        "spring.data.redis.masterreplica.nodes[0], redis:6379, true",
        "spring.data.redis.host, '', false",
        "spring.data.redis.port, 6380, false",
        "spring.data.redis.timeout, 1s, false"
    })
    void what_names_a_server_counts(String name, String value, boolean watched) {
        assertThat(watched(Map.of(name, value), Map.of())).isEqualTo(watched);
    }

    @Test
    void it_may_be_said_in_the_environment_and_switched_off() {
        assertThat(watched(Map.of(), Map.of("SPRING_DATA_REDIS_HOST", "redis"))).isTrue();
        assertThat(watched(Map.of(), Map.of("SPRING_DATA_REDIS_CLUSTER_NODES", "a:1,b:2")))
                .isTrue();
        assertThat(watched(Map.of(), Map.of("SPRING_DATA_REDIS_HOST", ""))).isFalse();
        assertThat(watched(Map.of("tocsin.check.redis.enabled", "false"), Map.of("SPRING_DATA_REDIS_HOST", "redis")))
                .isFalse();
    }

    private static boolean watched(Map<String, Object> properties, Map<String, Object> variables) {
        StandardEnvironment environment = new StandardEnvironment();
        environment.getPropertySources().remove(StandardEnvironment.SYSTEM_PROPERTIES_PROPERTY_SOURCE_NAME);
        environment
                .getPropertySources()
                .replace(
                        StandardEnvironment.SYSTEM_ENVIRONMENT_PROPERTY_SOURCE_NAME,
                        new SystemEnvironmentPropertySource(
                                StandardEnvironment.SYSTEM_ENVIRONMENT_PROPERTY_SOURCE_NAME, variables));
        environment.getPropertySources().addFirst(new MapPropertySource("test", properties));
        ConfigurationPropertySources.attach(environment);
        return OnRedisWatched.watched(environment);
    }
}
