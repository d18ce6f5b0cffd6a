package io.tocsin;

import java.time.Clock;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** The clock of the application. */
@Configuration(proxyBeanMethods = false)
class ClockConfiguration {

    @KeptOnReload
    @Bean
    Clock clock() {
        return Clock.systemUTC();
    }
}
