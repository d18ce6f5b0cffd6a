package io.tocsin.delivery.history;

import io.swagger.v3.oas.annotations.media.Schema;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Which alerts were noisy and how targets received them, in a period.
 *
 * @param from the start of the period
 * @param to its end, not included
 * @param notifications how many notifications arrived
 * @param deliveries how many deliveries were made of them
 * @param complete false when there were more than {@value NoiseReports#MOST} of either, or reading them took too long: then the
 *     latest ones are counted
 * @param alerts by name, those with the most notifications first, at most {@value NoiseReports#MOST_ALERTS}
 * @param targets by name
 */
public record NoiseReport(
        Instant from,
        Instant to,
        int notifications,
        int deliveries,
        boolean complete,
        List<NoisyAlert> alerts,
        List<TargetResult> targets) {

    /**
     * The notifications about the alerts of a name.
     *
     * @param alertname the name
     * @param notifications how many there were
     * @param groups how many alert groups they were of
     * @param resolved how often a group that fired in the period was resolved
     * @param resolvedWithinFiveMinutes how often that was within five minutes of its first firing notification
     * @param flapping how often a group fired again within an hour of being resolved
     */
    public record NoisyAlert(
            String alertname,
            int notifications,
            int groups,
            int resolved,
            int resolvedWithinFiveMinutes,
            int flapping) {}

    /**
     * What became of a target's deliveries.
     *
     * @param target the target's name
     * @param deliveries how many there were
     * @param arrived how many arrived, alone or in a digest
     * @param parked how many were given up
     * @param arrivedShare the arrived ones among those that arrived or are parked; null when there is none
     * @param p50Seconds half of those that arrived took at most this long from intake; null when none arrived
     * @param p95Seconds 95 of 100 took at most this long; null when none arrived
     */
    public record TargetResult(
            String target,
            int deliveries,
            int arrived,
            int parked,
            @Schema(description = "0 to 1") @Nullable Double arrivedShare,
            @Nullable Double p50Seconds,
            @Nullable Double p95Seconds) {}
}
