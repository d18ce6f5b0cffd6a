package io.tocsin.intake.webhook;

import java.util.Locale;
import org.springframework.http.HttpStatus;

/**
 * What became of a webhook; a closed set, because each is also a value of the metric label {@code outcome}.
 *
 * <p>Alertmanager tries again after a 5xx and gives a notification up after any 4xx, 429 too (its notify/util.go): hence 503
 * for whatever may pass, and 4xx only for what can never succeed.
 */
enum WebhookOutcome {
    /** On disk, with its deliveries. */
    STORED(HttpStatus.OK),
    /** On disk before, within the window. */
    DUPLICATE(HttpStatus.OK),
    /** Told of nothing but the Watchdog alert: noted, not kept. */
    HEARTBEAT(HttpStatus.OK),
    /** Told of no alert: nothing to keep. */
    EMPTY(HttpStatus.OK),
    /** Can never be read. */
    INVALID(HttpStatus.BAD_REQUEST),
    /** No token, or a wrong one. */
    UNAUTHORIZED(HttpStatus.UNAUTHORIZED),
    /** Above {@code tocsin.alert.max-payload}. */
    TOO_LARGE(HttpStatus.CONTENT_TOO_LARGE),
    /** As many deliveries wait as may. */
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
