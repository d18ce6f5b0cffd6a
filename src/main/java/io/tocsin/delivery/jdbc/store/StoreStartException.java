package io.tocsin.delivery.jdbc.store;

import org.jspecify.annotations.Nullable;

/** The outbox cannot be opened; the start is refused, with what to do about it. */
public final class StoreStartException extends RuntimeException {

    private final String action;

    StoreStartException(String description, String action, @Nullable Throwable cause) {
        super(description, cause);
        this.action = action;
    }

    public String action() {
        return action;
    }
}
