package io.tocsin.logs;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A page of the matching entries.
 *
 * @param range the searched time range
 * @param total how many entries there are in it
 * @param partial true when a shard failed or the search timed out, so that there may be more
 * @param tookMs how long Elasticsearch took, in milliseconds
 * @param entries the entries of this page
 * @param next the cursor of the next page; null after the last
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record LogPage(
        TimeRange range,
        Total total,
        boolean partial,
        long tookMs,
        List<LogEntry> entries,
        @Nullable String next) {

    /**
     * A count that may be a lower bound.
     *
     * @param value the count, at most 10,000
     * @param relation {@code eq} when that is all, {@code gte} when there are more
     */
    public record Total(long value, String relation) {}
}
