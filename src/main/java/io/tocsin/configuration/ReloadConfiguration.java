package io.tocsin.configuration;

import io.tocsin.configuration.ReloadAttempt.Trigger;
import io.tocsin.delivery.Periodic;
import java.lang.reflect.InvocationHandler;
import java.lang.reflect.Proxy;
import java.time.Duration;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.boot.context.event.ApplicationReadyEvent;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.event.EventListener;

/** Schedules the watch, and reloads on SIGHUP. */
@Configuration(proxyBeanMethods = false)
class ReloadConfiguration {

    private static final Logger log = LoggerFactory.getLogger(ReloadConfiguration.class);
    private static final Duration REPLICAS = Duration.ofSeconds(10);

    private final ConfigurationReload reload;

    ReloadConfiguration(ConfigurationReload reload) {
        this.reload = reload;
    }

    @Bean
    Periodic configurationSchedule(ConfigurationWatch watch, ReloadProperties properties) {
        Duration interval = properties.isWatched() ? properties.watchInterval() : REPLICAS;
        return new Periodic("configuration-watch", interval, watch::look);
    }

    /**
     * From then on the signal no longer ends the process. By reflection, because the compiler warns of {@code sun.misc.Signal}
     * and that warning cannot be switched off; where there is no such signal, as on Windows, nothing happens.
     */
    @EventListener(ApplicationReadyEvent.class)
    void reloadOnHangUp() {
        try {
            Class<?> signal = Class.forName("sun.misc.Signal");
            Class<?> handler = Class.forName("sun.misc.SignalHandler");
            InvocationHandler reloads = (proxy, method, arguments) -> {
                if (method.getName().equals("handle")) {
                    ReloadAttempt unused = reload.reload(Trigger.SIGNAL);
                }
                return null;
            };
            Object hangUp = signal.getConstructor(String.class).newInstance("HUP");
            Object proxy = Proxy.newProxyInstance(handler.getClassLoader(), new Class<?>[] {handler}, reloads);
            Object unused = signal.getMethod("handle", signal, handler).invoke(null, hangUp, proxy);
        } catch (ReflectiveOperationException | IllegalArgumentException e) {
            log.debug("SIGHUP does not reload the configuration here", e);
        }
    }
}
