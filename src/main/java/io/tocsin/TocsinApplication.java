package io.tocsin;

import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.SpringBootApplication;
import org.springframework.boot.context.properties.ConfigurationPropertiesScan;

/** Starts Tocsin. */
@SpringBootApplication
@ConfigurationPropertiesScan
public class TocsinApplication {

    public static void main(String[] args) {
        SpringApplication application = new SpringApplication(TocsinApplication.class);
        application.addListeners(FatalErrors.install());
        application.run(args);
    }
}
