package io.tocsin.delivery.history;

import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * A part of a list, newest first. A search looks at a bounded number of rows, so that a page may hold less than was asked for,
 * or nothing, although there is more.
 *
 * @param items what was found
 * @param next where to go on, to be handed back as it is; null when nothing older is left
 */
public record LedgerPage<T>(List<T> items, @Nullable String next) {

    /** The same page of something made of its items. */
    public <R> LedgerPage<R> map(Function<T, R> mapping) {
        return new LedgerPage<>(items.stream().map(mapping).toList(), next);
    }
}
