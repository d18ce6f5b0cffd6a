package io.tocsin.delivery.web;

import io.swagger.v3.oas.annotations.media.Schema;
import io.tocsin.delivery.history.NotificationEntry;
import io.tocsin.delivery.history.NotificationSummary;
import java.time.Instant;
import java.util.List;
import java.util.Locale;

/** A notification in a list of the API. */
@Schema(name = "Notification")
record NotificationView(
        long id,
        Instant receivedAt,

        @Schema(
                description = "firing while any of its alerts is firing",
                allowableValues = {"firing", "resolved"})
        String status,

        @Schema(description = "names of its alerts, each once; at most 10")
        List<String> alertnames,

        @Schema(description = "how many more names it has") int otherNames,

        @Schema(description = "the highest of its firing alerts, else of all; empty when none has one")
        String severity,

        long firing,
        long resolved,

        @Schema(description = "alerts that the sender left out")
        long truncated,

        @Schema(description = "short id of its group; a filter of this list")
        String group,

        @Schema(description = "the sender's key of the group, cut to 300 characters")
        String groupKey,

        String receiver) {

    static NotificationView of(NotificationEntry entry) {
        NotificationSummary summary = entry.summary();
        return new NotificationView(
                entry.id(),
                entry.receivedAt(),
                summary.status().name().toLowerCase(Locale.ROOT),
                summary.alertnames(),
                summary.otherNames(),
                summary.severity(),
                summary.firing(),
                summary.resolved(),
                summary.truncated(),
                summary.group(),
                summary.groupKey(),
                summary.receiver());
    }
}
