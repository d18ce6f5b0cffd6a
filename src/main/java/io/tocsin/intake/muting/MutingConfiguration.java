package io.tocsin.intake.muting;

import io.tocsin.channel.http.ChannelHttp;
import io.tocsin.delivery.CurrentAlerts;
import io.tocsin.intake.routing.AlertRouter;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** Queries the configured Alertmanagers, if any. */
@Configuration(proxyBeanMethods = false)
class MutingConfiguration {

    @Bean
    CurrentAlerts currentAlerts(AlertmanagersProperties properties, AlertRouter router) {
        ChannelHttp http = new ChannelHttp();
        return properties.alertmanagers().isEmpty()
                ? CurrentAlerts.AS_THEY_ARRIVED
                : new MutedAlerts(
                        properties.alertmanagers().stream()
                                .map(server -> new AlertmanagerApi(server, http))
                                .toList(),
                        router);
    }
}
