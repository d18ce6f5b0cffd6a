package io.tocsin.configuration;

import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * How changes of the configuration are noticed.
 *
 * @param watchInterval How often the files of the configuration and mounted secrets are read; what has changed and then stayed
 *     the same for one interval is applied. 0 for on request only.
 */
@ConfigurationProperties("tocsin.configuration")
record ReloadProperties(@DefaultValue("10s") Duration watchInterval) {

    private static final Duration SHORTEST = Duration.ofSeconds(1);

    ReloadProperties {
        if (!watchInterval.isZero() && watchInterval.compareTo(SHORTEST) < 0) {
            throw new IllegalArgumentException(
                    "tocsin.configuration.watch-interval must be at least 1s, such as 10s, or 0 to reload on request only");
        }
    }

    boolean isWatched() {
        return !watchInterval.isZero();
    }
}
