package io.tocsin.metrics.http;

import jakarta.servlet.DispatcherType;
import org.springframework.boot.web.servlet.FilterRegistrationBean;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.Ordered;

/** Runs the meters before every other filter, so that a request that security refuses is counted too. */
@Configuration(proxyBeanMethods = false)
class HttpMeterConfiguration {

    @Bean
    FilterRegistrationBean<HttpMeterFilter> httpMeterFilter(HttpMeters meters) {
        FilterRegistrationBean<HttpMeterFilter> registration =
                new FilterRegistrationBean<>(new HttpMeterFilter(meters));
        registration.setDispatcherTypes(DispatcherType.REQUEST);
        registration.setOrder(Ordered.HIGHEST_PRECEDENCE + 1);
        return registration;
    }
}
