package io.tocsin.intake.watchdog;

/** Makes watchdogs for tests. */
public final class Watchdogs {

    private Watchdogs() {}

    /** One that expects the alert of this name, and passes nothing on. */
    public static Watchdog named(String alertname) {
        return new Watchdog(alertname, () -> {});
    }
}
