package io.tocsin.delivery;

/** The result of an append; in either case the deliveries are committed. */
public sealed interface AppendResult {

    /** The notification's id in the store. */
    long notificationId();

    /** It was stored with its deliveries. */
    record Stored(long notificationId) implements AppendResult {}

    /** The store already had it, within its de-duplication window. */
    record Duplicate(long notificationId) implements AppendResult {}
}
