package io.tocsin.logs;

/** A question that cannot be answered as it is asked; the message says why and may be shown to who asked. */
public class InvalidLogQueryException extends RuntimeException {

    public InvalidLogQueryException(String reason) {
        super(reason);
    }
}
