package io.tocsin.channel.webhook;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.tocsin.channel.Target;
import io.tocsin.channel.http.ChannelConnections;
import io.tocsin.channel.http.ConnectionsConfiguration;
import io.tocsin.channel.render.RenderFailures;
import io.tocsin.channel.render.RenderLimit;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.source.ConfigurationPropertySources;
import org.springframework.boot.convert.ApplicationConversionService;
import org.springframework.boot.env.YamlPropertySourceLoader;
import org.springframework.core.env.MapPropertySource;
import org.springframework.core.env.MutablePropertySources;
import org.springframework.core.env.PropertySource;
import org.springframework.core.io.ByteArrayResource;

/** Makes targets for tests, configured as the service would be. */
public final class WebhookTargets {

    private static final String PREFIX = "tocsin.channel.webhook.";
    private static final ChannelConnections CONNECTIONS = ConnectionsConfiguration.direct();
    private static final RenderLimit TIME = new RenderLimit();

    private WebhookTargets() {}

    /** The target {@code oncall} with these settings. */
    public static Target oncall(Map<String, String> settings, InstantSource clock) {
        return target("oncall", settings, new MutablePropertySources(), means(clock, new SimpleMeterRegistry()));
    }

    /** The same, with meters. */
    static Target oncall(Map<String, String> settings, InstantSource clock, MeterRegistry meters) {
        return target("oncall", settings, new MutablePropertySources(), means(clock, meters));
    }

    private static WebhookTargetConfiguration.Means means(InstantSource clock, MeterRegistry meters) {
        return new WebhookTargetConfiguration.Means(CONNECTIONS, TIME, new RenderFailures(meters), clock);
    }

    /** The target of a recipe in docs/channels.md, with these settings of one's own. */
    public static Target recipe(String name, Map<String, String> settings, InstantSource clock) {
        MutablePropertySources documented = new MutablePropertySources();
        documented.addLast(documentation(name));
        return target(name, settings, documented, means(clock, new SimpleMeterRegistry()));
    }

    private static PropertySource<?> documentation(String name) {
        try {
            String yaml = Pattern.compile("(?s)```yaml\n(.*?)```")
                    .matcher(Files.readString(Path.of("docs/channels.md")))
                    .results()
                    .map((MatchResult block) -> block.group(1))
                    .filter(block -> block.contains("\n      " + name + ":\n"))
                    .findFirst()
                    .orElseThrow(() -> new AssertionError("docs/channels.md has no recipe for " + name));
            List<PropertySource<?>> sources = new YamlPropertySourceLoader()
                    .load(name, new ByteArrayResource(yaml.getBytes(StandardCharsets.UTF_8)));
            return sources.get(0);
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
    }

    private static Target target(
            String name,
            Map<String, String> settings,
            MutablePropertySources sources,
            WebhookTargetConfiguration.Means means) {
        Map<String, Object> own = new HashMap<>();
        settings.forEach((key, value) -> own.put(PREFIX + name + "." + key, value));
        sources.addFirst(new MapPropertySource("own", own));
        WebhookProperties.Target properties = new Binder(
                        ConfigurationPropertySources.from(sources),
                        null,
                        ApplicationConversionService.getSharedInstance())
                .bind(PREFIX + name, WebhookProperties.Target.class)
                .get();
        return WebhookTargetConfiguration.target(name, properties, means);
    }
}
