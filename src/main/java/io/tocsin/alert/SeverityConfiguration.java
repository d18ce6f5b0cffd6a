package io.tocsin.alert;

import org.springframework.context.annotation.Configuration;

/** Applies the configured order of severities. */
@Configuration(proxyBeanMethods = false)
class SeverityConfiguration {

    SeverityConfiguration(SeverityProperties properties) {
        Severity.use(properties);
    }
}
