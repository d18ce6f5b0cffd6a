package io.tocsin.delivery;

import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Keeps heartbeats; every method may throw a {@link RuntimeException} when the store does not answer. */
public interface HeartbeatStore {

    /** The record; empty when it was never received. */
    Optional<Heartbeat> read(String name);

    /**
     * Replaces the record.
     *
     * @param known the record that was read before; null when there was none
     * @return false when another replica was first; then nothing is changed
     */
    boolean replace(String name, @Nullable Heartbeat known, Heartbeat next);
}
