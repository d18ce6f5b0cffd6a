package io.tocsin.intake;

/** A payload that can never be read as a notification; the message says why. */
public class UnreadablePayloadException extends IllegalArgumentException {

    public UnreadablePayloadException(String message, Throwable cause) {
        super(message, cause);
    }
}
