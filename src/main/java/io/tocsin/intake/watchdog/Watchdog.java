package io.tocsin.intake.watchdog;

import io.tocsin.alert.Alert;
import io.tocsin.alert.AlertStatus;
import io.tocsin.intake.IncomingNotification;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/** Receives the Watchdog alert, and removes it from what is routed. */
public final class Watchdog {

    /** Without configuration: no alert is special. */
    static final Watchdog OFF = new Watchdog("", () -> {});

    private final String alertname;
    private final Runnable passOn;
    private final AtomicReference<@Nullable Instant> lastHeard = new AtomicReference<>();

    /**
     * @param alertname the alert's name; empty for none
     * @param passOn called at each arrival, on the thread of the request
     */
    Watchdog(String alertname, Runnable passOn) {
        this.alertname = alertname;
        this.passOn = passOn;
    }

    /**
     * Records the Watchdog alert if it is present and firing; a resolved one is ignored.
     *
     * @return the notification without it; it {@linkplain IncomingNotification#isEmpty() is empty} when it contained nothing
     *     else
     */
    public IncomingNotification hear(IncomingNotification notification) {
        if (notification.alerts().stream()
                .anyMatch(alert -> isWatchdog(alert) && alert.status() == AlertStatus.FIRING)) {
            lastHeard.set(notification.receivedAt());
            passOn.run();
        }
        return without(notification);
    }

    /** The notification without the Watchdog alert, which is not recorded. */
    public IncomingNotification without(IncomingNotification notification) {
        List<Alert> others = notification.alerts().stream()
                .filter(alert -> !isWatchdog(alert))
                .toList();
        return others.size() == notification.alerts().size() ? notification : notification.withAlerts(others);
    }

    /** When it last arrived here; null when it has not since the start. */
    @Nullable Instant lastHeard() {
        return lastHeard.get();
    }

    private boolean isWatchdog(Alert alert) {
        return !alertname.isEmpty() && alertname.equals(alert.labels().get("alertname"));
    }
}
