package io.tocsin.channel.wecom;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.tocsin.channel.Target;
import io.tocsin.channel.config.People;
import io.tocsin.channel.http.ChannelHttp;
import io.tocsin.channel.render.RenderFailures;
import io.tocsin.channel.template.MessageTemplates;
import java.time.InstantSource;
import java.util.Map;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.source.MapConfigurationPropertySource;

/** Makes targets for tests elsewhere, configured as the service would be. */
public final class WeComTargets {

    private WeComTargets() {}

    /** The target {@code oncall} with these settings. */
    public static Target oncall(Map<String, String> settings, InstantSource clock) {
        WeComProperties.Target properties = new Binder(new MapConfigurationPropertySource(settings))
                .bind("", WeComProperties.Target.class)
                .get();
        return WeComConfiguration.target(
                "oncall",
                properties,
                new ChannelHttp(),
                MessageTemplates.builtIn(),
                new RenderFailures(new SimpleMeterRegistry()),
                People.NONE,
                clock);
    }
}
