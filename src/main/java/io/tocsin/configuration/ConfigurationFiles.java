package io.tocsin.configuration;

import io.tocsin.delivery.ShortHash;
import org.springframework.boot.context.config.ConfigDataEnvironmentPostProcessor;
import org.springframework.boot.context.properties.source.ConfigurationPropertySources;
import org.springframework.boot.convert.ApplicationConversionService;
import org.springframework.core.env.ConfigurableEnvironment;
import org.springframework.core.env.MutablePropertySources;
import org.springframework.core.env.PropertySource;
import org.springframework.core.env.StandardEnvironment;
import org.springframework.stereotype.Component;

/**
 * Reads the files of the configuration again: {@code application.yaml} wherever Boot looks for it, and mounted secrets. Arguments
 * and environment variables are those of the running process.
 */
@Component
class ConfigurationFiles {

    private final ConfigurableEnvironment running;

    ConfigurationFiles(ConfigurableEnvironment running) {
        this.running = running;
    }

    /**
     * The configuration as it is now.
     *
     * @throws RuntimeException when a file cannot be read; its message may contain a secret
     */
    ConfigurableEnvironment read() {
        ConfigurableEnvironment fresh = new EmptyEnvironment();
        fresh.setConversionService(new ApplicationConversionService());
        MutablePropertySources sources = fresh.getPropertySources();
        running.getPropertySources().stream()
                .filter(source ->
                        !isFile(source) && !ConfigurationPropertySources.isAttachedConfigurationPropertySource(source))
                .forEach(sources::addLast);
        ConfigDataEnvironmentPostProcessor.applyTo(fresh);
        ConfigurationPropertySources.attach(fresh);
        return fresh;
    }

    /** Identifies the files as they are now. */
    String fingerprint() {
        try {
            return EffectiveProperties.of(read()).fingerprint();
        } catch (RuntimeException e) {
            return unreadable(e);
        }
    }

    /** Identifies files that cannot be read for this reason. */
    static String unreadable(RuntimeException failure) {
        return "unreadable " + ShortHash.text(String.valueOf(failure.getMessage()));
    }

    /** The configuration of the start. */
    ConfigurableEnvironment running() {
        return running;
    }

    /** By the names that Boot gives them. */
    private static boolean isFile(PropertySource<?> source) {
        return source.getName().startsWith("Config resource '")
                || source.getName().startsWith("Config tree '");
    }

    /** An environment whose sources are all added from outside. */
    private static final class EmptyEnvironment extends StandardEnvironment {

        @Override
        protected void customizePropertySources(MutablePropertySources sources) {}
    }
}
