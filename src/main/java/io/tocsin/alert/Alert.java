package io.tocsin.alert;

import com.fasterxml.jackson.annotation.JsonIgnore;
import java.time.Instant;
import java.util.Comparator;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * One alert; part of the stored form of a notification, so components are only ever added.
 *
 * @param status firing or resolved
 * @param labels the alert's labels
 * @param annotations the alert's annotations
 * @param startsAt since when it is firing; may be in the future when a pusher sent no start
 * @param endsAt when it ended; null while it is firing
 * @param generatorUrl absolute http(s) URL of the expression that raised it; null when it has none
 * @param dashboardUrl absolute http(s) URL of a dashboard; null when the sender gave none
 * @param silenceUrl absolute http(s) URL of a page that silences this alert; null when there is none
 * @param fingerprint the identity of the label set
 * @param muting why no notification of it is sent; null unless its status is muted, and not stored
 */
public record Alert(
        AlertStatus status,
        Map<String, String> labels,
        Map<String, String> annotations,
        Instant startsAt,
        @Nullable Instant endsAt,
        @Nullable String generatorUrl,
        @Nullable String dashboardUrl,
        @Nullable String silenceUrl,
        String fingerprint,
        @JsonIgnore @Nullable Muting muting) {

    /** An alert as it arrived. */
    public Alert(
            AlertStatus status,
            Map<String, String> labels,
            Map<String, String> annotations,
            Instant startsAt,
            @Nullable Instant endsAt,
            @Nullable String generatorUrl,
            @Nullable String dashboardUrl,
            @Nullable String silenceUrl,
            String fingerprint) {
        this(status, labels, annotations, startsAt, endsAt, generatorUrl, dashboardUrl, silenceUrl, fingerprint, null);
    }

    /** The same, known to be firing and muted. */
    public Alert mutedBy(Muting why) {
        return new Alert(
                AlertStatus.MUTED,
                labels,
                annotations,
                startsAt,
                null,
                generatorUrl,
                dashboardUrl,
                silenceUrl,
                fingerprint,
                why);
    }

    /** Firing before resolved, the most severe first, otherwise in their order. */
    public static final Comparator<Alert> WORST_FIRST = Comparator.comparing(Alert::status)
            .thenComparing(alert -> alert.labels().getOrDefault("severity", ""), Severity.MOST_SEVERE_FIRST);

    /** The alert's name; {@code alert} when it has none, or none that is visible. */
    public String name() {
        String name = labels.getOrDefault("alertname", "");
        return Text.line(name, 500).isEmpty() ? "alert" : name;
    }

    /** The logs of its application up to the start: the annotation {@code logs_url} of its rule; null without one. */
    public @Nullable String logsUrl() {
        String url = annotations.getOrDefault("logs_url", "");
        return url.isBlank() ? null : url.strip() + (url.contains("?") ? "&" : "?") + "until=" + startsAt;
    }

    /** One line, as the sender writes it; empty when it has none. */
    public String severity() {
        return Text.line(labels.getOrDefault("severity", ""), 500);
    }
}
