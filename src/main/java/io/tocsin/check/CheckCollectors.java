package io.tocsin.check;

import io.prometheus.metrics.model.registry.PrometheusRegistry;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.SmartInitializingSingleton;
import org.springframework.stereotype.Component;

/** Puts every collector into the registry that is scraped, where there is one. */
@Component
class CheckCollectors implements SmartInitializingSingleton {

    private final ObjectProvider<CheckCollector<?>> collectors;
    private final ObjectProvider<PrometheusRegistry> registry;

    CheckCollectors(ObjectProvider<CheckCollector<?>> collectors, ObjectProvider<PrometheusRegistry> registry) {
        this.collectors = collectors;
        this.registry = registry;
    }

    @Override
    public void afterSingletonsInstantiated() {
        registry.ifAvailable(target -> collectors.orderedStream().forEach(target::register));
    }
}
