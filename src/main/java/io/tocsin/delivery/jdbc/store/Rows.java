package io.tocsin.delivery.jdbc.store;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.Arrays;
import java.util.Collection;
import java.util.Collections;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Reads columns as the store writes them. */
public final class Rows {

    private Rows() {}

    /** Milliseconds since 1970 as an instant; null for null. */
    public static @Nullable Instant instant(ResultSet row, String column) throws SQLException {
        long millis = row.getLong(column);
        return row.wasNull() ? null : Instant.ofEpochMilli(millis);
    }

    /** Times as one text, which the column {@code sent_at} holds. */
    public static String times(List<Instant> times) {
        return times.stream().map(at -> String.valueOf(at.toEpochMilli())).collect(Collectors.joining(","));
    }

    /** A number; null for null. */
    public static @Nullable Long number(ResultSet row, String column) throws SQLException {
        long number = row.getLong(column);
        return row.wasNull() ? null : number;
    }

    /** Numbers as one text, which the column {@code alert_indexes} holds; null for null. */
    public static @Nullable String text(@Nullable Collection<Integer> indexes) {
        return indexes == null
                ? null
                : indexes.stream().sorted().map(String::valueOf).collect(Collectors.joining(","));
    }

    /** The numbers of {@link #text}. */
    public static @Nullable List<Integer> indexes(@Nullable String text) {
        return text == null
                ? null
                : Arrays.stream(text.split(",", -1)).map(Integer::valueOf).toList();
    }

    /** As many question marks as there are values, for an {@code IN} list. */
    public static String marks(Collection<?> values) {
        return String.join(",", Collections.nCopies(values.size(), "?"));
    }
}
