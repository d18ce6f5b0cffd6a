package io.tocsin.channel.config;

import io.tocsin.channel.Link;
import org.springframework.context.annotation.Configuration;

/** Applies the configured labels of silences. */
@Configuration(proxyBeanMethods = false)
class SilenceLinkConfiguration {

    SilenceLinkConfiguration(SilenceLinkProperties properties) {
        Link.leaveOutOfSilences(properties.withoutLabels());
    }
}
