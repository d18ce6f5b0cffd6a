package io.tocsin.delivery;

import org.jspecify.annotations.Nullable;

/** The outbox did not take a notification; the sender should try again later. */
public class OutboxException extends RuntimeException {

    /** Why, as a closed set. */
    public enum Kind {
        /** The store did not commit in time. */
        UNAVAILABLE,
        /**
         * As many deliveries wait as {@code tocsin.delivery.max-pending} allows, the store is as large as {@code
         * tocsin.delivery.store.max-size} allows, or less than {@code tocsin.delivery.store.min-free} is left on its disk.
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
