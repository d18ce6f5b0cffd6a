package io.tocsin.delivery;

import org.jspecify.annotations.Nullable;

/** The outbox did not accept a notification; the sender should try again later. */
public class OutboxException extends RuntimeException {

    /** The reason, as a closed set. */
    public enum Kind {
        /** The store did not commit in time. */
        UNAVAILABLE,
        /**
         * The number of pending deliveries has reached {@code tocsin.delivery.max-pending}, the store has reached {@code
         * tocsin.delivery.store.max-size}, or less than {@code tocsin.delivery.store.min-free} is left on its disk.
         */
        FULL
    }

    private final Kind kind;

    public OutboxException(Kind kind, String message, @Nullable Throwable cause) {
        super(message, cause);
        this.kind = kind;
    }

    public Kind kind() {
        return kind;
    }
}
