package io.tocsin.alert;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * Why nobody is notified of an alert that still fires.
 *
 * @param kind what keeps it back
 * @param by who made the silence, the alert that inhibits it, or the name of the time interval
 * @param until when the silence ends; null when that is not known
 * @param comment what the silence's author says; may be empty
 */
public record Muting(Kind kind, String by, @Nullable Instant until, String comment) {

    /** What keeps an alert back in Alertmanager. */
    public enum Kind {
        SILENCED,
        INHIBITED,
        INTERVAL
    }
}
