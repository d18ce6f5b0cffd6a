package io.tocsin.intake.watchdog;

import io.tocsin.alert.Alert;
import io.tocsin.alert.AlertStatus;
import io.tocsin.intake.IncomingNotification;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/** Hears the Watchdog alert arrive. It is no news for anybody: it is taken out of what is routed. */
public final class Watchdog {

    /** What is configured when nothing is: no alert is special. */
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
     * Notes the Watchdog alert if it is there and fires; one that is resolved was not heard of, and tells nobody anything.
     *
     * @return what is left of the notification; it {@linkplain IncomingNotification#isEmpty() tells of nothing} when the
     *     Watchdog alert was all there was
     */
    public IncomingNotification hear(IncomingNotification notification) {
        List<Alert> own =
                notification.alerts().stream().filter(this::isWatchdog).toList();
        if (own.isEmpty()) {
            return notification;
        }
        if (own.stream().anyMatch(alert -> alert.status() == AlertStatus.FIRING)) {
            lastHeard.set(notification.receivedAt());
            passOn.run();
        }
        return notification.withAlerts(notification.alerts().stream()
                .filter(alert -> !isWatchdog(alert))
                .toList());
    }

    /** When it last arrived here; null when it did not since the start. */
    @Nullable Instant lastHeard() {
        return lastHeard.get();
    }

    private boolean isWatchdog(Alert alert) {
        return !alertname.isEmpty() && alertname.equals(alert.labels().get("alertname"));
    }
}
