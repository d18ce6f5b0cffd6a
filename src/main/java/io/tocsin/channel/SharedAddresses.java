package io.tocsin.channel;

import java.util.HashMap;
import java.util.Map;
import java.util.TreeMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Warns of targets that a provider takes for one: each keeps the limit by itself, and together they exceed it. */
public final class SharedAddresses {

    private static final Logger log = LoggerFactory.getLogger(SharedAddresses.class);

    private SharedAddresses() {}

    /**
     * Warns of each target whose address another one has, too.
     *
     * @param addresses by the targets' names, secret and never told; an empty one is none
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
