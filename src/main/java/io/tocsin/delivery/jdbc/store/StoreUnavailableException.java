package io.tocsin.delivery.jdbc.store;

import org.jspecify.annotations.Nullable;

/** The store did not execute a request. */
public final class StoreUnavailableException extends RuntimeException {

    public StoreUnavailableException(String message, @Nullable Throwable cause) {
        super(message, cause);
    }
}
