package io.tocsin.logs;

import java.time.Duration;

/** There is no answer now; the message says why, without hosts, users and secrets. */
public class LogsUnavailableException extends RuntimeException {

    private final Duration retryAfter;

    /**
     * Creates one.
     *
     * @param retryAfter when to repeat the query; zero when that would not help
     */
    public LogsUnavailableException(String reason, Duration retryAfter) {
        super(reason);
        this.retryAfter = retryAfter;
    }

    public Duration retryAfter() {
        return retryAfter;
    }
}
