package io.tocsin.logs;

/** A query that cannot be executed; the message says why and may be shown to the caller. */
public class InvalidLogQueryException extends RuntimeException {

    public InvalidLogQueryException(String reason) {
        super(reason);
    }
}
