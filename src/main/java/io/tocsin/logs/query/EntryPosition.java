package io.tocsin.logs.query;

import co.elastic.clients.elasticsearch._types.FieldValue;
import co.elastic.clients.elasticsearch.core.search.Hit;
import io.tocsin.logs.InvalidLogQueryException;
import io.tocsin.logs.LogFilter;
import io.tocsin.logs.TimeRange;
import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import java.util.regex.Pattern;

/**
 * The position of an entry among all others: its time, its index and its number there.
 *
 * <p>Unlike a point in time of Elasticsearch it needs nothing of the cluster between two pages and never expires. In an index
 * of several shards two entries of one instant may share a number: a page never ends between such two.
 *
 * @param time as Elasticsearch sorts it, with nanoseconds
 * @param index the name of the index
 * @param number the sequence number in its shard
 */
record EntryPosition(String time, String index, long number) {

    private static final Pattern INDEX = Pattern.compile("[a-z0-9.][a-z0-9._-]{0,254}");
    private static final String SEPARATOR = "\n";

    static EntryPosition of(Hit<?> hit) {
        List<FieldValue> sort = hit.sort();
        return new EntryPosition(
                sort.get(0).stringValue(),
                sort.get(1).stringValue(),
                sort.get(2).longValue());
    }

    Instant instant() {
        return Instant.parse(time);
    }

    /** The values of {@code search_after}. */
    List<FieldValue> values() {
        return List.of(FieldValue.of(time), FieldValue.of(index), FieldValue.of(number));
    }

    /** Opaque text of this position and more. */
    String with(String... more) {
        String text =
                String.join(SEPARATOR, time, index, String.valueOf(number)) + SEPARATOR + String.join(SEPARATOR, more);
        return Base64.getUrlEncoder().withoutPadding().encodeToString(text.getBytes(StandardCharsets.UTF_8));
    }

    /** A position with the text that was added to it. */
    record Marked(EntryPosition position, List<String> more) {}

    /**
     * Parses the result of {@link #with}.
     *
     * @param what its name for the caller
     * @throws InvalidLogQueryException when it is anything else
     */
    static Marked read(String opaque, int parts, String what) {
        try {
            List<String> all = List.of(
                    new String(Base64.getUrlDecoder().decode(opaque), StandardCharsets.UTF_8).split(SEPARATOR, -1));
            Instant time = Instant.parse(all.get(0));
            if (all.size() == 3 + parts
                    && TimeRange.reaches(time)
                    && INDEX.matcher(all.get(1)).matches()) {
                EntryPosition position = new EntryPosition(time.toString(), all.get(1), Long.parseLong(all.get(2)));
                return new Marked(position, all.subList(3, all.size()));
            }
        } catch (IllegalArgumentException | DateTimeException e) {
            // Reported below, whatever is wrong with it.
        }
        throw new InvalidLogQueryException(what + " is not one that was given out");
    }

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
}
