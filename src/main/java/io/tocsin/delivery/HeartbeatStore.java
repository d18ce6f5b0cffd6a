package io.tocsin.delivery;

import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Keeps heartbeats; every method may throw a {@link RuntimeException} when the store does not answer. */
public interface HeartbeatStore {

    /** What is known of it; empty when it was never heard of. */
    Optional<Heartbeat> read(String name);

    /**
     * Replaces what is known.
     *
     * @param known what was read before; null when nothing was known
     * @return false when another replica was first, and then nothing is changed
     */
    boolean replace(String name, @Nullable Heartbeat known, Heartbeat next);
}
