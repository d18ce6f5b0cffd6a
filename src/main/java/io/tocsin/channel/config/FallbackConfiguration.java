package io.tocsin.channel.config;

import io.tocsin.channel.ChannelType;
import io.tocsin.channel.Fallback;
import io.tocsin.channel.Targets;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.bind.Bindable;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.env.Environment;

/** Reads {@code tocsin.channel.<channel>.<target>.fallback} of every channel. */
@Configuration(proxyBeanMethods = false)
class FallbackConfiguration {

    /**
     * The part of a target's settings that is read here.
     *
     * @param fallback the fallback; null for none
     */
    record TargetWithFallback(@Nullable Fallback fallback) {}

    @Bean
    Fallbacks fallbacks(Targets targets, Environment environment) {
        Map<String, Fallback> byTarget = new HashMap<>();
        Binder binder = Binder.get(environment);
        for (ChannelType channel : ChannelType.values()) {
            binder.bind("tocsin.channel." + channel.label(), Bindable.mapOf(String.class, TargetWithFallback.class))
                    .orElseGet(Map::of)
                    .forEach((name, target) -> {
                        if (target.fallback() != null) {
                            byTarget.put(name, target.fallback());
                        }
                    });
        }
        return new Fallbacks(byTarget, targets.all());
    }
}
