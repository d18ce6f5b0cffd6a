package io.tocsin.check.mysql;

import org.springframework.context.annotation.Condition;
import org.springframework.context.annotation.ConditionContext;
import org.springframework.core.env.Environment;
import org.springframework.core.type.AnnotatedTypeMetadata;

/** Matches when {@code spring.datasource.url} is set and monitoring it is not disabled. */
class OnMySqlWatched implements Condition {

    @Override
    public boolean matches(ConditionContext context, AnnotatedTypeMetadata metadata) {
        return watched(context.getEnvironment());
    }

    static boolean watched(Environment environment) {
        return environment.getProperty("tocsin.check.mysql.enabled", Boolean.class, true) && configured(environment);
    }

    static boolean configured(Environment environment) {
        return !environment.getProperty("spring.datasource.url", "").isBlank();
    }
}
