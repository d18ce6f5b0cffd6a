package io.tocsin.intake.webhook;

import jakarta.servlet.DispatcherType;
import jakarta.servlet.Filter;
import jakarta.servlet.http.HttpServletResponse;
import org.springframework.boot.security.autoconfigure.web.servlet.SecurityFilterProperties;
import org.springframework.boot.web.servlet.FilterRegistrationBean;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** Counts the webhooks that never reach the controller because the caller is refused. */
@Configuration(proxyBeanMethods = false)
class WebhookFilters {

    @Bean
    FilterRegistrationBean<Filter> unauthorizedWebhooks(WebhookMeters meters) {
        Filter counter = (request, response, chain) -> {
            chain.doFilter(request, response);
            if (((HttpServletResponse) response).getStatus()
                    == WebhookOutcome.UNAUTHORIZED.status().value()) {
                meters.count(WebhookOutcome.UNAUTHORIZED);
            }
        };
        FilterRegistrationBean<Filter> registration = new FilterRegistrationBean<>(counter);
        registration.addUrlPatterns("/webhooks/alertmanager/*");
        registration.setDispatcherTypes(DispatcherType.REQUEST);
        registration.setOrder(SecurityFilterProperties.DEFAULT_FILTER_ORDER - 1);
        return registration;
    }
}
