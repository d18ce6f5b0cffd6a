package io.tocsin.console;

import io.tocsin.delivery.AlertGroup;
import io.tocsin.delivery.AlertGroup.State;
import java.util.Locale;

/** The colour of a severity. */
final class SeverityTone {

    private SeverityTone() {}

    static String of(String severity) {
        return switch (severity.toLowerCase(Locale.ROOT)) {
            case "critical" -> "bad";
            case "warning" -> "warn";
            case "info" -> "info";
            default -> "mute";
        };
    }

    /** That of a group: nothing to be alarmed about once it is resolved. */
    static String of(AlertGroup group) {
        return group.state() == State.RESOLVED ? "ok" : of(group.summary().severity());
    }
}
