package io.tocsin.logs.query;

import io.tocsin.logs.LogsUnavailableException;
import java.time.Duration;
import java.util.concurrent.Semaphore;
import java.util.function.Supplier;

/**
 * Runs a limited number of queries at once and refuses others immediately: none may queue on the threads that receive alerts.
 */
final class ConcurrencyLimit {

    private static final Duration RETRY = Duration.ofSeconds(2);

    private final Semaphore places;
    private final String full;

    /**
     * Creates a limit.
     *
     * @param full the message when the limit is reached
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
