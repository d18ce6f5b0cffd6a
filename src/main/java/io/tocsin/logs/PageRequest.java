package io.tocsin.logs;

import org.jspecify.annotations.Nullable;

/**
 * Which part of the entries is asked for.
 *
 * @param size how many entries at most, 1 to 500
 * @param newestFirst false for the oldest first
 * @param cursor where the page before ended, from its {@link LogPage#next()}; null for the first page
 */
public record PageRequest(
        int size, boolean newestFirst, @Nullable String cursor) {}
