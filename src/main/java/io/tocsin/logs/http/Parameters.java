package io.tocsin.logs.http;

import io.tocsin.logs.InvalidLogQueryException;
import io.tocsin.logs.LogFilter;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** The parameters of a request, within limits; an unknown one is refused, not ignored. */
final class Parameters {

    private static final int MOST_VALUES = 20;
    private static final int LONGEST_VALUE = 256;
    private static final int LONGEST_CURSOR = 2_048;
    private static final Pattern CONTROL = Pattern.compile("\\p{Cntrl}+");

    private final Map<String, String[]> given;

    Parameters(Map<String, String[]> given, List<String> known) {
        this.given = given;
        given.keySet().stream()
                .filter(Predicate.not(known::contains))
                .findFirst()
                .ifPresent(unknown -> {
                    throw new InvalidLogQueryException(
                            "a parameter is not known; there are " + String.join(", ", new TreeSet<>(known)));
                });
    }

    /** The single value; null when there is none or an empty one. */
    @Nullable String text(String name) {
        String[] values = given.getOrDefault(name, new String[0]);
        if (values.length > 1) {
            throw new InvalidLogQueryException(name + " may be given once");
        }
        String value = values.length == 0 ? "" : values[0].strip();
        return value.isEmpty() ? null : checked(name, value, name.equals("cursor") || name.equals("id"));
    }

    /** All values, each of which may be several separated by commas. */
    List<String> list(String name) {
        List<String> all = new ArrayList<>();
        for (String value : given.getOrDefault(name, new String[0])) {
            for (String part : value.split(",", -1)) {
                if (!part.isBlank()) {
                    all.add(checked(name, part.strip(), false));
                }
            }
        }
        if (all.size() > MOST_VALUES) {
            throw new InvalidLogQueryException(name + " may have " + MOST_VALUES + " values");
        }
        return all;
    }

    private static String checked(String name, String value, boolean opaque) {
        int longest = opaque ? LONGEST_CURSOR : LONGEST_VALUE;
        if (value.length() > longest) {
            throw new InvalidLogQueryException(name + " may have " + longest + " characters");
        }
        return value;
    }

    int number(String name, int otherwise) {
        String text = text(name);
        try {
            return text == null ? otherwise : Integer.parseInt(text);
        } catch (NumberFormatException e) {
            throw new InvalidLogQueryException(name + " is no whole number");
        }
    }

    /** One of two words. */
    boolean choice(String name, String yes, String no, boolean otherwise) {
        String text = text(name);
        if (text == null) {
            return otherwise;
        }
        if (!text.equals(yes) && !text.equals(no)) {
            throw new InvalidLogQueryException(name + " is " + yes + " or " + no);
        }
        return text.equals(yes);
    }

    /** Search text of a user, without control characters; null when nothing is left. */
    @Nullable String typed(String name) {
        String text = text(name);
        String clean = text == null ? "" : CONTROL.matcher(text).replaceAll(" ").strip();
        if (clean.isEmpty()) {
            return null;
        }
        if (LogFilter.hasTooManyTerms(clean)) {
            throw new InvalidLogQueryException(name + " may have " + LogFilter.MOST_TERMS + " terms");
        }
        return clean;
    }
}
