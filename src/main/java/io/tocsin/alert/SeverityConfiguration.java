package io.tocsin.alert;

import io.tocsin.Reloadable;
import org.springframework.beans.factory.SmartInitializingSingleton;
import org.springframework.stereotype.Component;

/** Applies the configured order of severities at the start, and that of another configuration. */
@Component
public final class SeverityConfiguration implements Reloadable<SeverityConfiguration>, SmartInitializingSingleton {

    private final SeverityProperties properties;

    SeverityConfiguration(SeverityProperties properties) {
        this.properties = properties;
    }

    @Override
    public void afterSingletonsInstantiated() {
        Severity.use(properties);
    }

    @Override
    public void replaceBy(SeverityConfiguration other) {
        Severity.use(other.properties);
    }
}
