package io.tocsin.intake.routing;

import io.tocsin.channel.Targets;
import io.tocsin.channel.config.Fallbacks;
import io.tocsin.delivery.DefaultReceivers;
import io.tocsin.intake.AlertProperties;
import java.util.List;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

@Configuration(proxyBeanMethods = false)
class RoutingConfiguration {

    private static final Logger log = LoggerFactory.getLogger(RoutingConfiguration.class);

    @Bean
    AlertRouter alertRouter(AlertProperties properties, Targets targets) {
        RouteBuilder builder = new RouteBuilder(targets);
        List<Route> routes = builder.build(properties.routes());
        Set<String> unreached = builder.unreached(routes);
        if (routes.isEmpty()) {
            log.warn(
                    "NOBODY IS NOTIFIED: no target is configured. Alerts are accepted and kept, but sent to no one. Configure"
                            + " a target under tocsin.channel (docs/channels.md lists the channels) and a route to it under"
                            + " tocsin.alert.routes.");
        } else if (!unreached.isEmpty()) {
            log.warn(
                    "No route leads to {}: name it under tocsin.alert.routes, or remove it from tocsin.channel.",
                    unreached);
        }
        return new AlertRouter(routes, targets);
    }

    @Bean
    RouteExplainer routeExplainer(AlertRouter router, Fallbacks fallbacks) {
        return new RouteExplainer(router, fallbacks);
    }

    @Bean
    DefaultReceivers audience(AlertRouter router) {
        return router::defaultTargets;
    }
}
