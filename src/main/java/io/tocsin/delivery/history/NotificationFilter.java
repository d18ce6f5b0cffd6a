package io.tocsin.delivery.history;

import io.tocsin.alert.AlertStatus;
import io.tocsin.alert.LabelMatcher;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Selects notifications; a null field does not filter.
 *
 * @param status whether any of its alerts is firing
 * @param alertname the name of one of its alerts
 * @param matchers matchers that the labels of one of its alerts must all match
 * @param group the id of its group, as in {@link NotificationSummary#group()}
 * @param groupKey the key of its group, whole, at any receiver
 * @param fingerprint the fingerprint of one of its alerts
 * @param from received at this time or later
 * @param to received before this time
 */
public record NotificationFilter(
        @Nullable AlertStatus status,
        @Nullable String alertname,
        List<LabelMatcher> matchers,
        @Nullable String group,
        @Nullable String groupKey,
        @Nullable String fingerprint,
        @Nullable Instant from,
        @Nullable Instant to) {

    public static final NotificationFilter ALL =
            new NotificationFilter(null, null, List.of(), null, null, null, null, null);
}
