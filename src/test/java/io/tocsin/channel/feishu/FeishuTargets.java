package io.tocsin.channel.feishu;

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
public final class FeishuTargets {

    private FeishuTargets() {}

    /** The target {@code oncall} with these settings. */
    public static Target oncall(Map<String, String> settings, InstantSource clock) {
        FeishuProperties.Target properties = new Binder(new MapConfigurationPropertySource(settings))
                .bind("", FeishuProperties.Target.class)
                .get();
        return FeishuConfiguration.target(
                "oncall",
                properties,
                new ChannelHttp(),
                MessageTemplates.builtIn(),
                new RenderFailures(new SimpleMeterRegistry()),
                People.NONE,
                clock);
    }
}
