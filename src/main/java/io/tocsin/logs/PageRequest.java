package io.tocsin.logs;

import org.jspecify.annotations.Nullable;

/**
 * Selects a page of the entries.
 *
 * @param size how many entries at most, 1 to 500
 * @param newestFirst false for the oldest first
 * @param cursor the previous page's {@link LogPage#next()}; null for the first page
 */
public record PageRequest(
        int size, boolean newestFirst, @Nullable String cursor) {}
