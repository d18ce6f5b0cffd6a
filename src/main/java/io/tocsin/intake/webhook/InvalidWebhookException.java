package io.tocsin.intake.webhook;

/** A body that can never be read as a notification; the message says why. */
class InvalidWebhookException extends RuntimeException {

    InvalidWebhookException(String message) {
        super(message);
    }
}
