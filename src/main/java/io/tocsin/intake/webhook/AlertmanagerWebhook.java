package io.tocsin.intake.webhook;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A webhook body as sent: Alertmanager's payload version 4, Grafana's version "1", and similar ones. Nothing here is validated
 * yet; absent and null are the same.
 *
 * @param receiver the receiver's name, quoted as a regular expression by Alertmanager
 * @param truncatedAlerts how many alerts the sender left out, and those that could not be read
 * @param status of the group; used for an alert without one
 * @param notificationReason why it was sent; Alertmanager 0.32 and newer
 * @param routeLabels the labels of its route; Alertmanager 0.34 and newer
 * @param bodyHash identity of a body of another shape, which becomes one alert; null for a notification
 * @param recognised whether it is a notification; false for a body of another shape
 */
record AlertmanagerWebhook(
        @Nullable String receiver,
        @Nullable String groupKey,
        @Nullable String externalUrl,
        @Nullable String status,
        @Nullable String notificationReason,
        Map<String, String> routeLabels,
        Map<String, String> groupLabels,
        Map<String, String> commonLabels,
        Map<String, String> commonAnnotations,
        List<WireAlert> alerts,
        long truncatedAlerts,
        @Nullable String bodyHash,
        boolean recognised) {

    /** One alert; the last six are Grafana's. */
    record WireAlert(
            @Nullable String status,
            @Nullable String startsAt,
            @Nullable String endsAt,
            @Nullable String generatorUrl,
            @Nullable String fingerprint,
            Map<String, String> labels,
            Map<String, String> annotations,
            @Nullable String silenceUrl,
            @Nullable String dashboardUrl,
            @Nullable String panelUrl,
            @Nullable String imageUrl,
            @Nullable String valueString,
            Map<String, String> values) {}
}
