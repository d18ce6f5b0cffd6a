package io.tocsin.intake;

/** Tells how the alert that always fires fares, from what is known, without asking the store. */
public interface WatchdogReports {

    /** As of now. */
    WatchdogReport report();
}
