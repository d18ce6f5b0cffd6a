package io.tocsin.delivery;

import io.tocsin.delivery.OwnAlertStore.Firing;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Tells the default route's targets when the store lost what was acknowledged, until a start that misses nothing. */
final class LostNotifications {

    private final Optional<MissingNotifications> missing;
    private final OwnAlerts alerts;
    private final Audience audience;
    private final InstantSource clock;
    private boolean told;

    LostNotifications(
            Optional<MissingNotifications> missing, OwnAlerts alerts, Audience audience, InstantSource clock) {
        this.missing = missing;
        this.alerts = alerts;
        this.audience = audience;
        this.clock = clock;
    }

    /** Tells it once; called again, it does nothing but what failed before. */
    void look() {
        if (told) {
            return;
        }
        Firing firing = alerts.firing().get(alert("found", List.of()).key());
        if (missing.isPresent() && firing == null) {
            MissingNotifications gap = missing.get();
            List<String> figures = List.of(String.valueOf(gap.first()), String.valueOf(gap.last()));
            alerts.raise(alert("lost", figures), clock.instant(), audience.defaultTargets());
        } else if (missing.isEmpty() && firing != null) {
            alerts.resolve(alert("found", List.of()), firing);
        }
        told = true;
    }

    private static OwnAlert alert(String text, List<String> figures) {
        return new OwnAlert(
                OwnAlerts.STORE_LOST, "critical", Map.of(), OwnTexts.annotations("lost." + text, locale -> figures));
    }
}
