package io.tocsin.intake.webhook;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.ZoneId;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Times as senders write them: RFC 3339 with 0 to 9 digits of fraction and any offset, and from others than Alertmanager the same
 * without an offset, in the machine's time zone, and Unix time in seconds or milliseconds.
 */
final class AlertTimes {

    private static final Instant FIRST = Instant.EPOCH;
    private static final Instant LAST = Instant.parse("9999-12-31T23:59:59Z");
    private static final Pattern UNZONED =
            Pattern.compile("(\\d{4}-\\d\\d-\\d\\d)[T ](\\d\\d:\\d\\d(?::\\d\\d(?:\\.\\d{1,9})?)?)");
    private static final Pattern UNIX = Pattern.compile("\\d{10}(?:\\d{3})?");

    private AlertTimes() {}

    /** The time; null when there is none, it cannot be parsed, or it is outside 1970 to 9999, such as Go's zero time. */
    static @Nullable Instant parse(@Nullable String text) {
        if (text == null || text.isEmpty() || text.startsWith("0001-01-01T")) {
            return null;
        }
        try {
            Instant time = read(text);
            return time.isBefore(FIRST) || time.isAfter(LAST) ? null : time;
        } catch (DateTimeException e) {
            return null;
        }
    }

    private static Instant read(String text) {
        if (UNIX.matcher(text).matches()) {
            long number = Long.parseLong(text);
            return text.length() == 10 ? Instant.ofEpochSecond(number) : Instant.ofEpochMilli(number);
        }
        Matcher unzoned = UNZONED.matcher(text);
        return unzoned.matches()
                ? LocalDateTime.parse(unzoned.group(1) + "T" + unzoned.group(2))
                        .atZone(ZoneId.systemDefault())
                        .toInstant()
                : OffsetDateTime.parse(text).toInstant();
    }

    /** Whether the text is unambiguous. */
    static boolean hasZone(@Nullable String text) {
        return text != null && !UNZONED.matcher(text).matches();
    }
}
