package io.tocsin.console;

import io.tocsin.channel.Severity;
import io.tocsin.delivery.AlertGroup;
import io.tocsin.delivery.AlertGroup.State;

/** The colour of a severity. */
final class SeverityTone {

    private SeverityTone() {}

    static String of(String severity) {
        if (Severity.isCritical(severity)) {
            return "bad";
        }
        if (severity.isBlank()) {
            return "mute";
        }
        return Severity.isInfo(severity) ? "info" : "warn";
    }

    /** That of a group: nothing to be alarmed about once it is resolved. */
    static String of(AlertGroup group) {
        return group.state() == State.RESOLVED ? "ok" : of(group.summary().severity());
    }
}
