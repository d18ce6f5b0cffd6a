package io.tocsin.channel.http;

import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;

/**
 * The connections of all targets that post over HTTP, and of the heartbeat.
 *
 * @param sslBundle Name of the SSL bundle (spring.ssl.bundle) for every target that names no other: the authorities to trust in
 *     place of the system's, and the client certificate.
 * @param proxy HTTP proxy for every target that names no other, such as http://proxy.example.com:3128 or
 *     http://user:password@proxy.example.com:3128; kept as a secret. The JVM's (https.proxyHost) when not set.
 */
@ConfigurationProperties("tocsin.channel")
record ConnectionProperties(
        @Nullable String sslBundle, @Nullable String proxy) implements ConnectionSettings {

    /** Without the proxy, whose password is a secret. */
    @Override
    public String toString() {
        return "connections (" + sslBundle + ")";
    }
}
