package io.tocsin.check.redis;

import java.util.List;
import java.util.Map;
import org.springframework.boot.context.properties.bind.Bindable;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.context.annotation.Condition;
import org.springframework.context.annotation.ConditionContext;
import org.springframework.core.env.Environment;
import org.springframework.core.type.AnnotatedTypeMetadata;

/** Matches when {@code spring.data.redis} names a server and monitoring it is not disabled. */
class OnRedisWatched implements Condition {

    private static final List<String> CONNECTIONS = List.of("host", "url", "sentinel", "cluster", "masterreplica");

    @Override
    public boolean matches(ConditionContext context, AnnotatedTypeMetadata metadata) {
        return watched(context.getEnvironment());
    }

    static boolean watched(Environment environment) {
        return environment.getProperty("tocsin.check.redis.enabled", Boolean.class, true) && configured(environment);
    }

    /** Defaults name a server too; only an explicit setting counts, and an empty variable is not set. */
    static boolean configured(Environment environment) {
        Map<String, Object> set = Binder.get(environment)
                .bind("spring.data.redis", Bindable.mapOf(String.class, Object.class))
                .orElse(Map.of());
        return CONNECTIONS.stream()
                .anyMatch(name -> !String.valueOf(set.getOrDefault(name, "")).isBlank());
    }
}
