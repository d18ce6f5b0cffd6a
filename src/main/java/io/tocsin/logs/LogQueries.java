package io.tocsin.logs;

import java.util.function.Consumer;

/** Questions about the logs in Elasticsearch; each is bounded in time, range, size and in how many are asked at once. */
public interface LogQueries {

    /**
     * One page of the entries.
     *
     * @throws InvalidLogQueryException when the question is beyond a bound or Elasticsearch does not understand it
     * @throws LogsUnavailableException when there is no answer in time
     */
    LogPage page(LogFilter filter, PageRequest page);

    /**
     * Counts and groups; what counts as an error is what has one of the filter's levels.
     *
     * @param groups how many groups at most, 1 to 100
     * @throws InvalidLogQueryException as for {@link #page}
     * @throws LogsUnavailableException as for {@link #page}
     */
    LogSummary summary(LogFilter filter, int groups);

    /**
     * What was logged within an hour around an entry.
     *
     * @param id the entry's
     * @param before how many entries before it at most, 0 to 100
     * @param after how many entries after it at most, 0 to 100
     * @param everything false for the entries of the same service and host only
     * @throws InvalidLogQueryException when there is no such entry, and as for {@link #page}
     * @throws LogsUnavailableException as for {@link #page}
     */
    LogContext context(String id, int before, int after, boolean everything);

    /**
     * Hands over entries one by one.
     *
     * @param limit how many entries at most
     * @param to gets them in their order; may throw, which ends it
     * @throws InvalidLogQueryException as for {@link #page}; only before the first entry was handed over
     * @throws LogsUnavailableException as for {@link #page}; also in the middle, and at the end when some are missing
     */
    void export(LogFilter filter, boolean newestFirst, int limit, Consumer<LogEntry> to);
}
