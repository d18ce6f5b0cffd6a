package io.tocsin.channel.config;

import io.tocsin.ConfigurationException;
import io.tocsin.channel.ChannelType;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Finds targets that share one provider address: each keeps the limit by itself, and together they exceed it. */
public final class SharedAddresses {

    private static final Logger log = LoggerFactory.getLogger(SharedAddresses.class);

    private SharedAddresses() {}

    /**
     * Refuses targets with one address: none of them could know how much of its limit the others have used.
     *
     * @param setting which has the address
     * @param targets by name
     * @param address secret and never logged; null when it is not set
     * @throws ConfigurationException which names two of them
     */
    public static <T> void refuse(
            ChannelType channel, String setting, Map<String, T> targets, Function<T, @Nullable String> address) {
        Map<String, String> first = new HashMap<>();
        new TreeMap<>(targets).forEach((name, target) -> {
            String url = Objects.requireNonNullElse(address.apply(target), "").strip();
            String other = url.isEmpty() ? null : first.putIfAbsent(url, name);
            if (other != null) {
                throw TargetSettings.of(channel, name)
                        .wrong(
                                setting,
                                "is the address of the target '" + other + "' as well, whose limit holds for both"
                                        + " together: remove one of the two, or give it an address of its own");
            }
        });
    }

    /**
     * Warns of each target that shares its address.
     *
     * @param addresses by the targets' names, secret and never logged; an empty one is ignored
     */
    public static void warn(ChannelType channel, Map<String, String> addresses) {
        Map<String, String> first = new HashMap<>();
        new TreeMap<>(addresses).forEach((name, address) -> {
            String other = address.isEmpty() ? null : first.putIfAbsent(address, name);
            if (other != null) {
                log.warn(
                        "The {} targets {} and {} post to one address, whose limit holds for both together: give each an"
                                + " address of its own, or a rate-limit that is its share",
                        channel.label(),
                        other,
                        name);
            }
        });
    }
}
