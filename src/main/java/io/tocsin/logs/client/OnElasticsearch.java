package io.tocsin.logs.client;

import org.springframework.boot.context.properties.bind.Bindable;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.context.annotation.Condition;
import org.springframework.context.annotation.ConditionContext;
import org.springframework.core.env.Environment;
import org.springframework.core.type.AnnotatedTypeMetadata;

/** Matches when {@code spring.elasticsearch.uris} names a cluster; an empty variable names none. */
public class OnElasticsearch implements Condition {

    @Override
    public boolean matches(ConditionContext context, AnnotatedTypeMetadata metadata) {
        return configured(context.getEnvironment());
    }

    /** Whether a cluster is configured. */
    public static boolean configured(Environment environment) {
        return Binder.get(environment)
                .bind("spring.elasticsearch.uris", Bindable.listOf(String.class))
                .map(uris -> uris.stream().anyMatch(uri -> !uri.isBlank()))
                .orElse(false);
    }
}
