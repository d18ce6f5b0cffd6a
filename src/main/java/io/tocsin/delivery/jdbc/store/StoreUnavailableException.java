package io.tocsin.delivery.jdbc.store;

import org.jspecify.annotations.Nullable;

/** The store did not do what it was asked for. */
public final class StoreUnavailableException extends RuntimeException {

    public StoreUnavailableException(String message, @Nullable Throwable cause) {
        super(message, cause);
    }
}
