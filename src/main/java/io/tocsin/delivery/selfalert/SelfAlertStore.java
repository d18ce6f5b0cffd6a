package io.tocsin.delivery.selfalert;

import io.tocsin.delivery.NewNotification;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.function.BooleanSupplier;

/**
 * Records which self-alerts are firing, so that each is sent once over all replicas and restarts; every method may throw a
 * {@link RuntimeException} when the store does not answer.
 */
public interface SelfAlertStore {

    /**
     * A firing alert.
     *
     * @param since since when
     * @param toldAt when it was last sent
     * @param targets its receivers
     */
    record Firing(Instant since, Instant toldAt, List<String> targets) {}

    /** The firing ones, by key. */
    Map<String, Firing> firing();

    /**
     * Stores that it is firing, and its notification, in one transaction; false when it is already firing.
     *
     * @param confirmed asked within the transaction: false when its cause has ended since it was observed, as another replica
     *     may have seen
     */
    boolean raise(String key, Instant since, BooleanSupplier confirmed, NewNotification notification);

    /** Stores that it is sent again, and its notification, in one transaction; false when another replica did since. */
    boolean repeat(String key, Firing known, NewNotification notification);

    /**
     * Stores that it is resolved, and its notification, in one transaction; false when it was not firing.
     *
     * @param confirmed asked within the transaction: false when its cause is back
     */
    boolean resolve(String key, BooleanSupplier confirmed, NewNotification notification);
}
