package io.tocsin.delivery.history;

import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * A part of a list, newest first. A search reads a bounded number of rows, so that a page may hold fewer items than the limit,
 * or none, although there are more.
 *
 * @param items what was found
 * @param next the cursor of the next page, to be returned unchanged; null when nothing older is left
 */
public record LedgerPage<T>(List<T> items, @Nullable String next) {

    /**
     * The first items of those found; there is a next page when more were found than the limit.
     *
     * @param cursor the cursor of the page after an item
     */
    static <T> LedgerPage<T> of(List<T> found, int limit, Function<T, String> cursor) {
        return found.size() <= limit
                ? new LedgerPage<>(found, null)
                : new LedgerPage<>(found.subList(0, limit), cursor.apply(found.get(limit - 1)));
    }

    /** The same page with mapped items. */
    public <R> LedgerPage<R> map(Function<T, R> mapping) {
        return new LedgerPage<>(items.stream().map(mapping).toList(), next);
    }
}
