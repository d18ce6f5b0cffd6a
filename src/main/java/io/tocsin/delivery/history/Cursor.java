package io.tocsin.delivery.history;

import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Where a page ends, as the text that the next one is requested with: the letter of the list, and numbers to base 36. */
final class Cursor {

    private static final Pattern ID = Pattern.compile("([a-z])([0-9a-z]{1,12})");
    private static final Pattern DELIVERY =
            Pattern.compile("d([0-9a-z]{1,12})-([0-9a-z]{1,12})-([A-Za-z0-9_.-]{1,64})");

    private Cursor() {}

    /** The position of a delivery in a list of deliveries. */
    record Position(long createdAt, long sequence, String target) {}

    static String of(char list, long id) {
        return list + text(id);
    }

    /**
     * The id after which a page continues; beyond all ids without a cursor.
     *
     * @throws InvalidCursorException when it is none of this list
     */
    static long id(char list, @Nullable String cursor) {
        if (cursor == null) {
            return Long.MAX_VALUE;
        }
        Matcher matcher = ID.matcher(cursor);
        if (!matcher.matches() || cursor.charAt(0) != list) {
            throw new InvalidCursorException();
        }
        return number(matcher.group(2));
    }

    static String of(DeliveryEntry last) {
        return "d" + text(last.createdAt().toEpochMilli()) + "-"
                + text(last.id().sequence()) + "-" + last.id().target();
    }

    /** @throws InvalidCursorException when it is none of a list of deliveries */
    static Position delivery(String cursor) {
        Matcher matcher = DELIVERY.matcher(cursor);
        if (!matcher.matches()) {
            throw new InvalidCursorException();
        }
        return new Position(number(matcher.group(1)), number(matcher.group(2)), matcher.group(3));
    }

    private static String text(long number) {
        return Long.toString(number, Character.MAX_RADIX);
    }

    private static long number(String text) {
        return Long.parseLong(text, Character.MAX_RADIX);
    }
}
