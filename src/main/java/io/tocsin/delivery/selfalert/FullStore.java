package io.tocsin.delivery.selfalert;

import io.tocsin.delivery.DefaultReceivers;
import io.tocsin.delivery.maintenance.StoreRoom;
import io.tocsin.delivery.maintenance.StoreRoom.Shortage;
import io.tocsin.delivery.selfalert.SelfAlertStore.Firing;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;

/** Notifies the default route's targets when the store has little room left or none, and when it has room again. */
final class FullStore {

    private final Supplier<Optional<StoreRoom>> room;
    private final SelfAlerts alerts;
    private final DefaultReceivers audience;
    private final InstantSource clock;

    /**
     * @param room the store's room at the last check; empty before the first
     */
    FullStore(Supplier<Optional<StoreRoom>> room, SelfAlerts alerts, DefaultReceivers audience, InstantSource clock) {
        this.room = room;
        this.alerts = alerts;
        this.audience = audience;
        this.clock = clock;
    }

    /** Checks the store's room once. */
    void look() {
        room.get().ifPresent(this::look);
    }

    private void look(StoreRoom seen) {
        Optional<Firing> firing = Optional.ofNullable(
                alerts.firing().get(alert("ample", List.of()).key()));
        Optional<Shortage> shortage = seen.shortage();
        if (shortage.isPresent() && firing.isEmpty()) {
            SelfAlert alert = alert(shortage.get().key(), shortage.get().figures());
            alerts.raise(alert, clock.instant(), audience.defaultTargets());
        } else if (seen.isAmple()) {
            firing.ifPresent(known -> alerts.resolve(alert("ample", List.of()), known));
        }
    }

    private static SelfAlert alert(String text, List<String> figures) {
        return new SelfAlert(
                SelfAlerts.STORE_FULL,
                "critical",
                Map.of(),
                SelfAlertMessages.annotations("full." + text, locale -> figures));
    }
}
