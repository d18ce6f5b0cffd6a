package io.tocsin.channel;

import java.util.Optional;

/** Keeps threads across restarts and replicas; both methods may throw a {@link RuntimeException}. */
public interface ThreadStore {

    /**
     * The thread that was saved last under this key.
     *
     * @param target the target's name
     * @param key 64 hexadecimal digits that identify the alert group
     */
    Optional<MessageThread> find(String target, String key);

    /** Saves the thread, replacing the one before, and returns after the commit. */
    void save(String target, String key, MessageThread thread);
}
