package io.tocsin.intake.webhook;

import java.util.Locale;
import org.springframework.http.HttpStatus;

/**
 * The outcome of a webhook; a closed set, because each is also a value of the metric label {@code outcome}.
 *
 * <p>Alertmanager retries after a 5xx and drops a notification after any 4xx, 429 too (its notify/util.go): hence 503 for
 * temporary failures, and 4xx only for permanent ones.
 */
enum WebhookOutcome {
    /** Stored, with its deliveries. */
    STORED(HttpStatus.OK),
    /** Already stored, within the window. */
    DUPLICATE(HttpStatus.OK),
    /** Contained only the Watchdog alert: recorded, not stored. */
    HEARTBEAT(HttpStatus.OK),
    /** Contained no alert: nothing to store. */
    EMPTY(HttpStatus.OK),
    /** Can never be parsed. */
    INVALID(HttpStatus.BAD_REQUEST),
    /** No token, or a wrong one. */
    UNAUTHORIZED(HttpStatus.UNAUTHORIZED),
    /** Above {@code tocsin.alert.max-payload}. */
    TOO_LARGE(HttpStatus.CONTENT_TOO_LARGE),
    /** The limit of pending deliveries is reached. */
    FULL(HttpStatus.SERVICE_UNAVAILABLE),
    /** Not stored for another reason. */
    UNAVAILABLE(HttpStatus.SERVICE_UNAVAILABLE);

    private final HttpStatus status;

    WebhookOutcome(HttpStatus status) {
        this.status = status;
    }

    HttpStatus status() {
        return status;
    }

    String label() {
        return name().toLowerCase(Locale.ROOT);
    }
}
