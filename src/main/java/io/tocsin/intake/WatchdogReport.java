package io.tocsin.intake;

import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * How the alert that always fires fares.
 *
 * @param on whether its silence is watched for
 * @param alertname its name; empty while it is not watched for
 * @param lastHeard when it last arrived at any replica; null when it never did
 * @param silenceAfter how long it may stay away
 * @param alarm whether its silence is an alarm now
 */
public record WatchdogReport(
        boolean on, String alertname, @Nullable Instant lastHeard, Duration silenceAfter, boolean alarm) {

    public static final WatchdogReport OFF = new WatchdogReport(false, "", null, Duration.ZERO, false);
}
