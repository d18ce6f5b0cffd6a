package io.tocsin.delivery.selfalert;

import io.tocsin.delivery.DefaultReceivers;
import io.tocsin.delivery.maintenance.MissingNotifications;
import io.tocsin.delivery.selfalert.SelfAlertStore.Firing;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Notifies the default route's targets when the store lost acknowledged notifications, until a start without missing ones. */
final class LostNotifications {

    private final Optional<MissingNotifications> missing;
    private final SelfAlerts alerts;
    private final DefaultReceivers audience;
    private final InstantSource clock;
    private boolean sent;

    LostNotifications(
            Optional<MissingNotifications> missing, SelfAlerts alerts, DefaultReceivers audience, InstantSource clock) {
        this.missing = missing;
        this.alerts = alerts;
        this.audience = audience;
        this.clock = clock;
    }

    /** Notifies once; a further call repeats only what failed before. */
    void look() {
        if (sent) {
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
        sent = true;
    }

    private static SelfAlert alert(String text, List<String> figures) {
        return new SelfAlert(
                SelfAlerts.STORE_LOST,
                "critical",
                Map.of(),
                SelfAlertMessages.annotations("lost." + text, locale -> figures));
    }
}
