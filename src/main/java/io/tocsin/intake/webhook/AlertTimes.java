package io.tocsin.intake.webhook;

import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.format.DateTimeParseException;
import org.jspecify.annotations.Nullable;

/** Times as senders write them: RFC 3339 with 0 to 9 digits of fraction and any offset. */
final class AlertTimes {

    private static final Instant FIRST = Instant.EPOCH;
    private static final Instant LAST = Instant.parse("9999-12-31T23:59:59Z");

    private AlertTimes() {}

    /** The time; null when there is none, it cannot be read, or it lies outside 1970 to 9999, as Go's zero time does. */
    static @Nullable Instant parse(@Nullable String text) {
        if (text == null || text.isEmpty() || text.startsWith("0001-01-01T")) {
            return null;
        }
        try {
            Instant time = OffsetDateTime.parse(text).toInstant();
            return time.isBefore(FIRST) || time.isAfter(LAST) ? null : time;
        } catch (DateTimeParseException e) {
            return null;
        }
    }
}
