package io.tocsin.intake.watchdog;

import io.tocsin.Reloadable;
import io.tocsin.delivery.DefaultReceivers;
import java.util.List;

/** The targets that are notified when the Watchdog alert is missing. */
final class WatchdogReceivers implements Reloadable<WatchdogReceivers> {

    private final DefaultReceivers others;
    private volatile List<String> named;

    /**
     * @param named the configured ones; when empty, those of the default route
     */
    WatchdogReceivers(List<String> named, DefaultReceivers others) {
        this.named = named;
        this.others = others;
    }

    /** Their names. */
    List<String> names() {
        List<String> now = named;
        return now.isEmpty() ? others.defaultTargets() : now;
    }

    @Override
    public void replaceBy(WatchdogReceivers other) {
        named = other.named;
    }
}
