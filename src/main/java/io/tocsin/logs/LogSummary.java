package io.tocsin.logs;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Counts and error groups of a time range.
 *
 * @param range the time range
 * @param previous the range of equal length before it, which shows what is new
 * @param total how many entries there are, of every level
 * @param errors how many of them have one of the filter's levels
 * @param previousErrors how many errors there were in the previous range
 * @param levels how many entries of each level
 * @param services entries and errors of the services with the most entries
 * @param groups the groups of errors: those that are new, then the others, each by their count
 * @param moreGroups true when there are groups that are not in the list
 * @param ungroupedErrors errors without an exception whose messages are too many to be distinguished
 * @param timeline counts over time, at most 120 buckets
 * @param partial true when a shard failed or the search timed out, so that the counts are too low
 * @param tookMs how long Elasticsearch took, in milliseconds
 */
public record LogSummary(
        TimeRange range,
        TimeRange previous,
        long total,
        long errors,
        long previousErrors,
        Map<String, Long> levels,
        List<ServiceCount> services,
        List<ErrorGroup> groups,
        boolean moreGroups,
        long ungroupedErrors,
        Timeline timeline,
        boolean partial,
        long tookMs) {

    /** Entries and errors of one service. */
    public record ServiceCount(String service, long total, long errors) {}

    /**
     * Errors that are probably the same: of one exception type and logger, or of one message without its numbers and ids.
     *
     * @param type the exception's class; null for errors without one
     * @param logger the logger's name
     * @param pattern the message with {@code #} for the variable parts; null for errors with an exception
     * @param count how many there were
     * @param previousCount how many there were in the previous range
     * @param isNew true when there was none in the previous range
     * @param firstSeen the first one's time, within the range
     * @param lastSeen the last one's time
     * @param sample the newest of them; with a pattern, the newest that has its most frequent message
     */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    public record ErrorGroup(
            @Nullable String type,
            @Nullable String logger,
            @Nullable String pattern,
            long count,
            long previousCount,
            boolean isNew,
            Instant firstSeen,
            Instant lastSeen,
            @Nullable LogEntry sample) {}

    /**
     * Counts over time.
     *
     * @param intervalSeconds the length of a bucket
     * @param buckets from the oldest to the newest, also empty ones
     */
    public record Timeline(long intervalSeconds, List<Bucket> buckets) {}

    /**
     * One bucket of the timeline.
     *
     * @param start when it starts
     * @param total entries of every level
     * @param levels entries of each level
     */
    public record Bucket(Instant start, long total, Map<String, Long> levels) {}
}
