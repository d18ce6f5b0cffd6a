package io.tocsin.delivery;

/** What became of a notification that was handed to the outbox; either way its deliveries are committed. */
public sealed interface AppendResult {

    /** The notification's id in the store. */
    long notificationId();

    /** It is stored with its deliveries. */
    record Stored(long notificationId) implements AppendResult {}

    /** The store had it already, within its window. */
    record Duplicate(long notificationId) implements AppendResult {}
}
