package io.tocsin.channel;

import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/** A thread store for tests of channels; it fails when told to. */
public final class InMemoryThreads implements ThreadStore {

    private final Map<String, MessageThread> threads = new ConcurrentHashMap<>();
    private volatile boolean failing;

    /** From now on the store is out of order, or works again. */
    public void fail(boolean outOfOrder) {
        failing = outOfOrder;
    }

    public void clear() {
        threads.clear();
        failing = false;
    }

    @Override
    public Optional<MessageThread> find(String target, String key) {
        check();
        return Optional.ofNullable(threads.get(target + " " + key));
    }

    @Override
    public void save(String target, String key, MessageThread thread) {
        check();
        threads.put(target + " " + key, thread);
    }

    private void check() {
        if (failing) {
            throw new IllegalStateException("out of order");
        }
    }
}
