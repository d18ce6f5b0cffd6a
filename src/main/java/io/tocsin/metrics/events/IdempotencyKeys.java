package io.tocsin.metrics.events;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.stereotype.Component;

/**
 * Counts each batch once, however often its sender sends it.
 *
 * <p>In memory and per replica, as the counters are: a restart loses both. The oldest key is replaced when there are too many.
 */
@Component
class IdempotencyKeys {

    private final Duration window;
    private final int most;
    private final InstantSource clock;
    private final Map<String, Counted> counted = new LinkedHashMap<>();

    @Autowired
    IdempotencyKeys(EventProperties properties, InstantSource clock) {
        this(properties.idempotencyWindow(), properties.maxIdempotencyKeys(), clock);
    }

    IdempotencyKeys(Duration window, int most, InstantSource clock) {
        this.window = window;
        this.most = most;
        this.clock = clock;
    }

    private record Counted(String content, Instant at) {}

    /** The result for a key. */
    enum Verdict {
        /** It was counted now. */
        COUNTED,
        /** It was already counted. */
        REPEATED,
        /** The key belongs to another batch. */
        TAKEN
    }

    /**
     * Counts a batch unless its key is known.
     *
     * @param key the sender's key of the batch, of a bounded length
     * @param content distinguishes batches, of a bounded length
     * @param count counts the batch; fast, and never fails
     */
    synchronized Verdict once(String key, String content, Runnable count) {
        Instant now = clock.instant();
        forget(now.minus(window));
        Counted before = counted.get(key);
        if (before != null) {
            return before.content.equals(content) ? Verdict.REPEATED : Verdict.TAKEN;
        }
        count.run();
        counted.put(key, new Counted(content, now));
        return Verdict.COUNTED;
    }

    private void forget(Instant before) {
        Iterator<Counted> oldest = counted.values().iterator();
        while (oldest.hasNext()) {
            boolean gone = !oldest.next().at.isAfter(before);
            if (!gone && counted.size() < most) {
                return;
            }
            oldest.remove();
        }
    }
}
