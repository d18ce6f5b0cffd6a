package io.tocsin.intake;

/** A body that can never be read as a notification; the message says why. */
public class UnreadablePayloadException extends IllegalArgumentException {

    public UnreadablePayloadException(String message) {
        super(message);
    }

    public UnreadablePayloadException(String message, Throwable cause) {
        super(message, cause);
    }
}
