package io.tocsin.logs.query;

import io.tocsin.logs.LogsUnavailableException;
import java.time.Duration;
import java.util.concurrent.Semaphore;
import java.util.function.Supplier;

/**
 * Lets in so many questions at once and refuses the others at once: none may queue on the threads that take in alerts.
 */
final class Gate {

    private static final Duration RETRY = Duration.ofSeconds(2);

    private final Semaphore places;

    Gate(int places) {
        this.places = new Semaphore(places);
    }

    <T> T through(Supplier<T> question) {
        if (!places.tryAcquire()) {
            throw new LogsUnavailableException("as many log queries run as tocsin.logs.max-concurrent allows", RETRY);
        }
        try {
            return question.get();
        } finally {
            places.release();
        }
    }
}
