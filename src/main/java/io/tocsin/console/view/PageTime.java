package io.tocsin.console.view;

import java.time.DateTimeException;
import java.time.Instant;

/** A time that somebody may mean: Java's reach farther than stores and searches do. */
public final class PageTime {

    private static final Instant LATEST = Instant.parse("9999-12-31T23:59:59Z");

    private PageTime() {}

    /**
     * The time itself.
     *
     * @throws DateTimeException when it lies before 1970, or has a year of five digits
     */
    public static Instant checked(Instant time) {
        if (time.isBefore(Instant.EPOCH) || time.isAfter(LATEST)) {
            throw new DateTimeException("out of reach: " + time);
        }
        return time;
    }
}
