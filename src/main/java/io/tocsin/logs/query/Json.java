package io.tocsin.logs.query;

import java.util.LinkedHashMap;
import java.util.Map;

/** Builds request bodies. */
final class Json {

    private Json() {}

    /** An object of these names and values, in this order. */
    static Map<String, Object> object(Object... namesAndValues) {
        Map<String, Object> object = new LinkedHashMap<>();
        for (int n = 0; n < namesAndValues.length; n += 2) {
            object.put(String.valueOf(namesAndValues[n]), namesAndValues[n + 1]);
        }
        return object;
    }
}
