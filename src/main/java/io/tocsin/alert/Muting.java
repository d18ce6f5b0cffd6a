package io.tocsin.alert;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * Why no notification is sent of an alert that is still firing.
 *
 * @param kind the mechanism
 * @param by the creator of the silence, the alert that inhibits it, or the name of the time interval
 * @param until when the silence ends; null when unknown
 * @param comment the comment of the silence; may be empty
 */
public record Muting(Kind kind, String by, @Nullable Instant until, String comment) {

    /** The mechanisms of Alertmanager. */
    public enum Kind {
        SILENCED,
        INHIBITED,
        INTERVAL
    }
}
