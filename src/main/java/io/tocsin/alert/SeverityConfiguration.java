package io.tocsin.alert;

import org.springframework.context.annotation.Configuration;

/** Puts the configured order of severities in force. */
@Configuration(proxyBeanMethods = false)
class SeverityConfiguration {

    SeverityConfiguration(SeverityProperties properties) {
        Severity.use(properties);
    }
}
