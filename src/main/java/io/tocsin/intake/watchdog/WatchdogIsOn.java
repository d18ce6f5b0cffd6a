package io.tocsin.intake.watchdog;

import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.context.annotation.Condition;
import org.springframework.context.annotation.ConditionContext;
import org.springframework.core.type.AnnotatedTypeMetadata;

/** Whether anything of {@code tocsin.alert.watchdog} is set. */
class WatchdogIsOn implements Condition {

    @Override
    public boolean matches(ConditionContext context, AnnotatedTypeMetadata metadata) {
        return Binder.get(context.getEnvironment())
                .bind("tocsin.alert.watchdog", WatchdogProperties.class)
                .map(WatchdogProperties::isOn)
                .orElse(false);
    }
}
