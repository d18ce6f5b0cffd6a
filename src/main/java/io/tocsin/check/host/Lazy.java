package io.tocsin.check.host;

import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** A value that is created at first use, and again when that failed; for one thread at a time. */
final class Lazy<T> {

    private final Supplier<T> supplier;
    private @Nullable T value;

    Lazy(Supplier<T> supplier) {
        this.supplier = supplier;
    }

    T get() {
        T known = value;
        if (known == null) {
            known = supplier.get();
            value = known;
        }
        return known;
    }
}
