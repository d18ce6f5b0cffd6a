package io.tocsin.channel;

import java.time.Duration;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * Where the messages of a target go as well when they do not arrive: its setting {@code fallback}, the same for all
 * channels.
 *
 * @param target Name of another target, of any channel.
 * @param after How long a message may wait before it goes there too; at least 1s.
 */
public record Fallback(
        @DefaultValue("") String target, @DefaultValue("5m") Duration after) {}
