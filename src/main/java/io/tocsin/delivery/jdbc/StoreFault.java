package io.tocsin.delivery.jdbc;

import org.jspecify.annotations.Nullable;

/** The store did not do what it was asked for. */
final class StoreFault extends RuntimeException {

    StoreFault(String message, @Nullable Throwable cause) {
        super(message, cause);
    }
}
