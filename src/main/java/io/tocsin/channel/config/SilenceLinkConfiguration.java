package io.tocsin.channel.config;

import io.tocsin.channel.Link;
import org.springframework.context.annotation.Configuration;

/** Puts the configured labels of silences in force. */
@Configuration(proxyBeanMethods = false)
class SilenceLinkConfiguration {

    SilenceLinkConfiguration(SilenceLinkProperties properties) {
        Link.leaveOutOfSilences(properties.withoutLabels());
    }
}
