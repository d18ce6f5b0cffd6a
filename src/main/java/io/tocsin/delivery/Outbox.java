package io.tocsin.delivery;

/** Keeps what must still be sent. */
public interface Outbox {

    /**
     * Stores a notification and its deliveries in one transaction, and returns after the commit is on disk.
     *
     * @throws OutboxException when the store is full or does not commit in time; then nothing is acknowledged
     */
    AppendResult append(NewNotification notification);
}
