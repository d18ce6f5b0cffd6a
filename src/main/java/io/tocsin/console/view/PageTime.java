package io.tocsin.console.view;

import java.time.DateTimeException;
import java.time.Instant;

/** A time within the range of the stores and searches, which is smaller than Java's. */
public final class PageTime {

    private static final Instant LATEST = Instant.parse("9999-12-31T23:59:59Z");

    private PageTime() {}

    /**
     * The time itself.
     *
     * @throws DateTimeException when it is before 1970, or has a year of five digits
     */
    public static Instant checked(Instant time) {
        if (time.isBefore(Instant.EPOCH) || time.isAfter(LATEST)) {
            throw new DateTimeException("out of reach: " + time);
        }
        return time;
    }
}
