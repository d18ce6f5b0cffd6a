package io.tocsin.logs.query;

import io.tocsin.logs.InvalidLogQueryException;
import io.tocsin.logs.LogFilter;
import io.tocsin.logs.TimeRange;
import java.time.DateTimeException;
import java.time.Instant;

/**
 * Where a page ended, and of which query: the time range remains that of the first page.
 *
 * @param range the time of the first page
 * @param last the last entry of the page
 */
record Cursor(TimeRange range, EntryPosition last) {

    private static final String NAME = "the cursor";

    /** Opaque text for the caller. */
    static String write(LogFilter filter, boolean newestFirst, EntryPosition last) {
        TimeRange range = filter.range();
        return last.with(range.from().toString(), range.to().toString(), question(filter, newestFirst));
    }

    /** Parses it, for the same query. */
    static Cursor read(String opaque, LogFilter filter, boolean newestFirst) {
        EntryPosition.Marked marked = EntryPosition.read(opaque, 3, NAME);
        if (!marked.more().get(2).equals(question(filter, newestFirst))) {
            throw new InvalidLogQueryException(NAME + " belongs to a question with other filters or another order");
        }
        try {
            TimeRange range = new TimeRange(
                    Instant.parse(marked.more().get(0)),
                    Instant.parse(marked.more().get(1)));
            return new Cursor(range, marked.position());
        } catch (DateTimeException e) {
            throw new InvalidLogQueryException(NAME + " is not one that was given out");
        }
    }

    private static String question(LogFilter filter, boolean newestFirst) {
        LogFilter timeless = filter.withRange(new TimeRange(Instant.EPOCH, Instant.EPOCH));
        return Integer.toHexString(timeless.hashCode()) + (newestFirst ? "d" : "a");
    }
}
