package io.tocsin.intake.watchdog;

import org.springframework.context.annotation.ConditionContext;
import org.springframework.core.type.AnnotatedTypeMetadata;

/** Whether nothing of {@code tocsin.alert.watchdog} is set. */
class WatchdogIsOff extends WatchdogIsOn {

    @Override
    public boolean matches(ConditionContext context, AnnotatedTypeMetadata metadata) {
        return !super.matches(context, metadata);
    }
}
