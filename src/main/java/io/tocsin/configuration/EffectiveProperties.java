package io.tocsin.configuration;

import io.tocsin.delivery.ShortHash;
import java.util.List;
import java.util.Objects;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.source.ConfigurationProperty;
import org.springframework.boot.context.properties.source.ConfigurationPropertyName;
import org.springframework.boot.context.properties.source.ConfigurationPropertySource;
import org.springframework.boot.context.properties.source.ConfigurationPropertySources;
import org.springframework.boot.context.properties.source.IterableConfigurationPropertySource;
import org.springframework.core.env.ConfigurableEnvironment;

/**
 * The properties of the service with their effective values, to be compared with those of another time or replica. The values
 * may be secrets.
 */
record EffectiveProperties(SortedMap<ConfigurationPropertyName, String> values) {

    private static final List<ConfigurationPropertyName> ALL =
            names("tocsin", "spring", "server", "management", "logging");

    /** What a reload applies. Mail servers and certificates are used by targets and the heartbeat only, which a reload replaces. */
    private static final List<ConfigurationPropertyName> RELOADED = names(
            "tocsin.channel",
            "tocsin.people",
            "tocsin.alert.routes",
            "tocsin.alert.severities",
            "tocsin.alert.watchdog.targets",
            "spring.mail",
            "spring.ssl.bundle");

    private static final List<ConfigurationPropertyName> NOT_RELOADED = names("tocsin.channel.templates");

    private static List<ConfigurationPropertyName> names(String... names) {
        return Stream.of(names).map(ConfigurationPropertyName::of).toList();
    }

    static EffectiveProperties of(ConfigurableEnvironment environment) {
        SortedMap<ConfigurationPropertyName, String> values = new TreeMap<>();
        for (ConfigurationPropertySource source : ConfigurationPropertySources.get(environment)) {
            if (source instanceof IterableConfigurationPropertySource iterable) {
                iterable.stream()
                        .filter(name -> isBelow(name, ALL) && !values.containsKey(name))
                        .forEach(name -> values.put(name, value(source.getConfigurationProperty(name), environment)));
            }
        }
        return new EffectiveProperties(values);
    }

    private static String value(@Nullable ConfigurationProperty property, ConfigurableEnvironment environment) {
        String text = property == null ? "" : String.valueOf(property.getValue());
        // A random value is another one each time.
        return text.contains("${random.") ? text : environment.resolvePlaceholders(text);
    }

    private static boolean isBelow(ConfigurationPropertyName name, List<ConfigurationPropertyName> prefixes) {
        return prefixes.stream().anyMatch(prefix -> prefix.equals(name) || prefix.isAncestorOf(name));
    }

    private static boolean isReloaded(ConfigurationPropertyName name) {
        return isBelow(name, RELOADED) && !isBelow(name, NOT_RELOADED);
    }

    /** Identifies everything that a reload applies: replicas with the same one notify the same people. */
    String hash() {
        return ShortHash.text(values.entrySet().stream()
                .filter(entry -> isReloaded(entry.getKey()))
                // A name may be written in several ways.
                .map(entry -> entry.getKey().toString().replace("-", "") + "=" + entry.getValue())
                .collect(Collectors.joining("\n")));
    }

    /** Identifies all properties. */
    String fingerprint() {
        return ShortHash.text(values.toString());
    }

    /** The names of the properties that differ and that only a start applies. */
    List<String> needRestart(EffectiveProperties running) {
        SortedSet<ConfigurationPropertyName> names = new TreeSet<>(values.keySet());
        names.addAll(running.values.keySet());
        return names.stream()
                .filter(name -> !isReloaded(name))
                .filter(name -> !Objects.equals(values.get(name), running.values.get(name)))
                .map(ConfigurationPropertyName::toString)
                .toList();
    }
}
