package io.tocsin.intake;

/** Reports the state of the watchdog, from memory, without querying the store. */
public interface WatchdogReports {

    /** As of now. */
    WatchdogReport report();
}
