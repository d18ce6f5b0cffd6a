package io.tocsin.logs.query;

import io.tocsin.logs.LogsUnavailableException;
import java.time.Duration;
import java.util.concurrent.Semaphore;
import java.util.function.Supplier;

/**
 * Lets in so many questions at once and refuses the others at once: none may queue on the threads that take in alerts.
 */
final class ConcurrencyLimit {

    private static final Duration RETRY = Duration.ofSeconds(2);

    private final Semaphore places;
    private final String full;

    /**
     * Opens one.
     *
     * @param full what is said when as many are in
     */
    ConcurrencyLimit(int places, String full) {
        this.places = new Semaphore(places);
        this.full = full;
    }

    <T> T through(Supplier<T> question) {
        if (!places.tryAcquire()) {
            throw new LogsUnavailableException(full, RETRY);
        }
        try {
            return question.get();
        } finally {
            places.release();
        }
    }
}
