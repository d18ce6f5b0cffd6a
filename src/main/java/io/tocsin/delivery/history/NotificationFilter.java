package io.tocsin.delivery.history;

import io.tocsin.alert.AlertStatus;
import io.tocsin.alert.LabelMatcher;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Which notifications are asked for; what is null is not asked about.
 *
 * @param status whether anything in it fires
 * @param alertname the name of one of its alerts
 * @param matchers what one of its alerts' labels must all fulfil
 * @param group the id of its group, as {@link NotificationSummary#group()} tells it
 * @param fingerprint the fingerprint of one of its alerts
 * @param from received at this time or later
 * @param to received before this time
 */
public record NotificationFilter(
        @Nullable AlertStatus status,
        @Nullable String alertname,
        List<LabelMatcher> matchers,
        @Nullable String group,
        @Nullable String fingerprint,
        @Nullable Instant from,
        @Nullable Instant to) {

    public static final NotificationFilter ALL = new NotificationFilter(null, null, List.of(), null, null, null, null);
}
