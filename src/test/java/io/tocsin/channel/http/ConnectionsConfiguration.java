package io.tocsin.channel.http;

import org.springframework.boot.autoconfigure.ssl.SslAutoConfiguration;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.ssl.DefaultSslBundleRegistry;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;

/** Connections for tests of a part of the service: as configured, or without any setting. */
@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties(ConnectionProperties.class)
@Import({ChannelConnections.class, SslAutoConfiguration.class})
public class ConnectionsConfiguration {

    /** Without a proxy and SSL bundles. */
    public static ChannelConnections direct() {
        return new ChannelConnections(new ConnectionProperties(null, null), new DefaultSslBundleRegistry());
    }
}
