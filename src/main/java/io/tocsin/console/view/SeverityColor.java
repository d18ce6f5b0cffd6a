package io.tocsin.console.view;

import io.tocsin.alert.Severity;
import io.tocsin.delivery.history.AlertGroup;
import io.tocsin.delivery.history.AlertGroup.State;

/** The colour of a severity. */
public final class SeverityColor {

    private SeverityColor() {}

    public static String of(String severity) {
        if (Severity.isCritical(severity)) {
            return "bad";
        }
        if (severity.isBlank()) {
            return "mute";
        }
        return Severity.isInfo(severity) ? "info" : "warn";
    }

    /** The colour of a group: neutral once it is resolved. */
    public static String of(AlertGroup group) {
        return group.state() == State.RESOLVED ? "ok" : of(group.summary().severity());
    }
}
