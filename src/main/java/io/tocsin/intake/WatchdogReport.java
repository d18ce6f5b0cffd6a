package io.tocsin.intake;

import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * The state of the watchdog.
 *
 * @param on whether it is enabled
 * @param alertname the name of its alert; empty while it is disabled
 * @param lastHeard when it last arrived at any replica; null when it never did
 * @param silenceAfter how long the alert may be missing
 * @param alarm whether its absence is an alarm now
 */
public record WatchdogReport(
        boolean on, String alertname, @Nullable Instant lastHeard, Duration silenceAfter, boolean alarm) {

    public static final WatchdogReport OFF = new WatchdogReport(false, "", null, Duration.ZERO, false);
}
