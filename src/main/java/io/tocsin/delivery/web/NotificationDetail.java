package io.tocsin.delivery.web;

import com.fasterxml.jackson.annotation.JsonUnwrapped;
import io.swagger.v3.oas.annotations.media.Schema;
import io.tocsin.alert.Alert;
import io.tocsin.alert.Notification;
import io.tocsin.delivery.RoutingTrail;
import io.tocsin.delivery.history.Ledger.NotificationRecord;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** One notification as the API returns it. */
record NotificationDetail(
        @JsonUnwrapped NotificationView notification,
        Map<String, String> groupLabels,
        Map<String, String> commonLabels,
        Map<String, String> commonAnnotations,

        @Schema(description = "the labels of the route in Alertmanager, from 0.34 on")
        Map<String, String> routeLabels,

        @Schema(description = "why Alertmanager sent it, from 0.32 on; else empty")
        String reason,

        @Nullable String externalUrl,
        @Schema(description = "the first 1000 of them") List<AlertDetail> alerts,

        @Schema(description = "why it went to its targets and not to the others, as decided when it arrived")
        RoutingTrail routing,

        List<DeliveryView> deliveries) {

    private static final int MOST_ALERTS = 1000;

    /** An alert of a notification. */
    @Schema(name = "Alert")
    record AlertDetail(
            @Schema(allowableValues = {"firing", "resolved"})
            String status,

            Map<String, String> labels,
            Map<String, String> annotations,
            Instant startsAt,
            @Nullable Instant endsAt,
            @Nullable String generatorUrl,
            @Nullable String dashboardUrl,
            @Nullable String silenceUrl,
            String fingerprint) {

        private static AlertDetail of(Alert alert) {
            return new AlertDetail(
                    alert.status().name().toLowerCase(Locale.ROOT),
                    alert.labels(),
                    alert.annotations(),
                    alert.startsAt(),
                    alert.endsAt(),
                    alert.generatorUrl(),
                    alert.dashboardUrl(),
                    alert.silenceUrl(),
                    alert.fingerprint());
        }
    }

    static NotificationDetail of(NotificationRecord found) {
        Notification content = found.content();
        return new NotificationDetail(
                NotificationView.of(found.entry()),
                content.groupLabels(),
                content.commonLabels(),
                content.commonAnnotations(),
                content.routeLabels(),
                content.reason(),
                content.externalUrl(),
                content.alerts().stream()
                        .limit(MOST_ALERTS)
                        .map(AlertDetail::of)
                        .toList(),
                found.trail(),
                found.deliveries().stream().map(DeliveryView::of).toList());
    }
}
