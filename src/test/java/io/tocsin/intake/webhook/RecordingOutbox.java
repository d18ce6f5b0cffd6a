package io.tocsin.intake.webhook;

import io.tocsin.delivery.AppendResult;
import io.tocsin.delivery.NewNotification;
import io.tocsin.delivery.Outbox;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;

/** Keeps notifications in memory; a duplicate is one with a known key, whenever it comes. */
public class RecordingOutbox implements Outbox {

    private final AtomicLong ids = new AtomicLong();
    private final Map<String, Long> known = new ConcurrentHashMap<>();
    private final List<NewNotification> stored = new ArrayList<>();
    private volatile RuntimeException failure;

    @Override
    public synchronized AppendResult append(NewNotification notification) {
        if (failure != null) {
            throw failure;
        }
        Long id = known.get(notification.dedupKey());
        if (id != null) {
            return new AppendResult.Duplicate(id);
        }
        stored.add(notification);
        known.put(notification.dedupKey(), ids.incrementAndGet());
        return new AppendResult.Stored(ids.get());
    }

    /** Every append fails so from now on; null ends it. */
    public void failWith(RuntimeException exception) {
        failure = exception;
    }

    public synchronized List<NewNotification> stored() {
        return List.copyOf(stored);
    }

    public synchronized NewNotification last() {
        return stored.get(stored.size() - 1);
    }
}
