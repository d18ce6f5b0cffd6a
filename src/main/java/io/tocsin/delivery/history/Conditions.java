package io.tocsin.delivery.history;

import java.util.HashMap;
import java.util.Map;
import java.util.StringJoiner;
import org.jspecify.annotations.Nullable;

/** The conditions of a query with their parameters; a parameter that is null asks for nothing. */
final class Conditions {

    private final StringJoiner where = new StringJoiner(" AND ");
    private final Map<String, Object> parameters = new HashMap<>();

    /** Adds a condition, which names the parameter as {@code :name}, unless the value is null. */
    Conditions and(String condition, String name, @Nullable Object value) {
        if (value != null) {
            where.add(condition);
            parameters.put(name, value);
        }
        return this;
    }

    Conditions with(String name, Object value) {
        parameters.put(name, value);
        return this;
    }

    Map<String, Object> parameters() {
        return parameters;
    }

    /** With {@code WHERE}, or empty. */
    @Override
    public String toString() {
        return where.length() == 0 ? "" : " WHERE " + where;
    }
}
