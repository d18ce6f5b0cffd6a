package io.tocsin.security.connection;

import com.sun.management.UnixOperatingSystemMXBean;
import java.lang.management.ManagementFactory;
import org.apache.coyote.AbstractProtocol;
import org.springframework.boot.tomcat.TomcatProtocolHandlerCustomizer;
import org.springframework.boot.tomcat.TomcatWebServerFactory;
import org.springframework.boot.web.server.WebServerFactoryCustomizer;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** Applies the limits of clients to the web server. */
@Configuration(proxyBeanMethods = false)
class ConnectionConfiguration {

    /**
     * Holds the response to a probe or scrape, so that its thread need not wait for the reader; the kernel allows at most
     * net.core.wmem_max.
     */
    private static final String SEND_BUFFER = Integer.toString(256 * 1024);

    @Bean
    WebServerFactoryCustomizer<TomcatWebServerFactory> clientLimits() {
        return factory -> {
            factory.setProtocol(GuardedProtocol.class.getName());
            factory.addEngineValves(new AdmissionValve());
            factory.addProtocolHandlerCustomizers(
                    (TomcatProtocolHandlerCustomizer<GuardedProtocol>) ConnectionConfiguration::limit);
        };
    }

    /** Half of the descriptors are left for the store, the log and sending. */
    private static void limit(AbstractProtocol<?> protocol) {
        protocol.setProperty("socket.txBufSize", SEND_BUFFER);
        if (ManagementFactory.getOperatingSystemMXBean() instanceof UnixOperatingSystemMXBean system) {
            int half = (int) Math.min(Integer.MAX_VALUE, system.getMaxFileDescriptorCount() / 2);
            protocol.setMaxConnections(Math.max(16, Math.min(protocol.getMaxConnections(), half)));
        }
    }
}
