package io.tocsin.security.http;

import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.source.InvalidConfigurationPropertyValueException;
import org.springframework.boot.web.server.autoconfigure.ServerProperties.ForwardHeadersStrategy;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.env.Environment;

/**
 * Refuses a start in which {@code X-Forwarded-*} would be accepted from any client: these headers determine the address that
 * failures are counted for and that the audit log records.
 */
@Configuration(proxyBeanMethods = false)
class ForwardedHeaders {

    private static final String STRATEGY = "server.forward-headers-strategy";
    private static final String PROXIES = "server.tomcat.remoteip.internal-proxies";

    ForwardedHeaders(Environment environment) {
        ForwardHeadersStrategy strategy = Binder.get(environment)
                .bind(STRATEGY, ForwardHeadersStrategy.class)
                .orElse(ForwardHeadersStrategy.NONE);
        if (strategy == ForwardHeadersStrategy.FRAMEWORK) {
            throw new InvalidConfigurationPropertyValueException(
                    STRATEGY,
                    strategy,
                    "it would believe the headers of every client. Set it to native, and " + PROXIES
                            + " to the addresses of the proxies");
        }
        if (strategy == ForwardHeadersStrategy.NATIVE && !environment.containsProperty(PROXIES)) {
            throw new InvalidConfigurationPropertyValueException(
                    STRATEGY,
                    strategy,
                    "without " + PROXIES + " every client with a private address would be believed."
                            + " Set that to the addresses of the proxies, such as 10.1.2.3 or 10.1.2.0/24");
        }
    }
}
