package io.tocsin.delivery.selfalert;

import io.tocsin.delivery.NewNotification;
import java.time.Instant;
import java.util.List;
import java.util.Map;

/**
 * Remembers which alerts of Tocsin's own fire, so that each is told once over all replicas and restarts; every method may
 * throw a {@link RuntimeException} when the store does not answer.
 */
public interface SelfAlertStore {

    /**
     * An alert that fires.
     *
     * @param since since when
     * @param toldAt when it was last told
     * @param targets who was told
     */
    record Firing(Instant since, Instant toldAt, List<String> targets) {}

    /** Those that fire, by key. */
    Map<String, Firing> firing();

    /** Stores that it fires, and its notification, in one transaction; false when it fires already. */
    boolean raise(String key, Instant since, NewNotification notification);

    /** Stores that it is told again, and its notification, in one transaction; false when somebody else did since. */
    boolean repeat(String key, Firing known, NewNotification notification);

    /** Stores that it does not fire any more, and its notification, in one transaction; false when it did not fire. */
    boolean resolve(String key, NewNotification notification);
}
