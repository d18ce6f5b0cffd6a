package io.tocsin.delivery.web;

import io.tocsin.delivery.history.Ledger;
import jakarta.servlet.http.HttpServletRequest;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Reads a query. An unknown parameter is refused, so that a typing error does not silently change the query.
 */
final class QueryParameters {

    private static final int DEFAULT_LIMIT = 50;
    private static final int LONGEST = 2000;
    private static final int MOST_VALUES = 20;

    private final Map<String, String[]> values;

    /**
     * @param known the allowed parameters, in addition to {@code cursor} and {@code limit}
     * @throws org.springframework.web.ErrorResponseException when the query has another one
     */
    QueryParameters(HttpServletRequest request, String... known) {
        Set<String> all = new TreeSet<>(List.of(known));
        all.add("cursor");
        all.add("limit");
        values = request.getParameterMap();
        for (String name : values.keySet()) {
            if (!all.contains(name)) {
                throw Problem.parameter(name, "is not known here; there are " + String.join(", ", all));
            }
        }
    }

    /** The only value; null when absent or empty. */
    @Nullable String text(String name) {
        List<String> all = texts(name);
        if (all.size() > 1) {
            throw Problem.parameter(name, "is given more than once");
        }
        return all.isEmpty() ? null : all.get(0);
    }

    /** All values that are not empty. */
    List<String> texts(String name) {
        List<String> all = Arrays.stream(values.getOrDefault(name, new String[0]))
                .filter(text -> !text.isBlank())
                .toList();
        if (all.size() > MOST_VALUES) {
            throw Problem.parameter(name, "is given more than " + MOST_VALUES + " times");
        }
        if (all.stream().anyMatch(text -> text.length() > LONGEST)) {
            throw Problem.parameter(name, "is longer than " + LONGEST + " characters");
        }
        return all;
    }

    /** A value parsed by a function that throws an {@link IllegalArgumentException}. */
    <T> @Nullable T read(String name, Function<String, T> reader) {
        String text = text(name);
        try {
            return text == null ? null : reader.apply(text);
        } catch (IllegalArgumentException wrong) {
            throw Problem.parameter(name, String.valueOf(wrong.getMessage()));
        }
    }

    <E extends Enum<E>> @Nullable E oneOf(String name, Class<E> type) {
        return read(name, text -> {
            try {
                return Enum.valueOf(type, text.toUpperCase(Locale.ROOT));
            } catch (IllegalArgumentException wrong) {
                throw new IllegalArgumentException("must be one of " + Arrays.toString(type.getEnumConstants()), wrong);
            }
        });
    }

    /** A time of RFC 3339. */
    @Nullable Instant time(String name) {
        return read(name, text -> {
            try {
                OffsetDateTime time = OffsetDateTime.parse(text);
                if (time.getYear() < 0
                        || time.getYear() > 9999) { // RFC 3339 ends there, and the store's numbers not far behind
                    throw new DateTimeException("a year of more than four digits");
                }
                return time.toInstant();
            } catch (DateTimeException wrong) {
                throw new IllegalArgumentException(
                        "must be a time such as 2026-11-22T10:00:00Z; a plus sign has to be escaped in a URL", wrong);
            }
        });
    }

    @Nullable Long number(String name) {
        return read(name, text -> {
            try {
                return Long.valueOf(text);
            } catch (NumberFormatException wrong) {
                throw new IllegalArgumentException("must be a number", wrong);
            }
        });
    }

    /** How many items a page may have. */
    int limit() {
        Long limit = number("limit");
        if (limit == null) {
            return DEFAULT_LIMIT;
        }
        if (limit < 1 || limit > Ledger.MOST_ITEMS) {
            throw Problem.parameter("limit", "must be 1 to " + Ledger.MOST_ITEMS);
        }
        return limit.intValue();
    }

    @Nullable String cursor() {
        return text("cursor");
    }
}
