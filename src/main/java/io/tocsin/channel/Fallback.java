package io.tocsin.channel;

import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationPropertiesSource;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * The setting {@code fallback} of a target: where its messages are also sent when they do not arrive; the same for all
 * channels.
 *
 * @param target Name of another target, of any channel.
 * @param after How long a message may be pending before it is also sent there; at least 1s.
 */
@ConfigurationPropertiesSource
public record Fallback(
        @DefaultValue("") String target, @DefaultValue("5m") Duration after) {}
