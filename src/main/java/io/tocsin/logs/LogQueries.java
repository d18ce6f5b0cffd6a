package io.tocsin.logs;

import java.util.function.Consumer;

/** Queries of the logs in Elasticsearch; each is bounded in time, range, size and concurrency. */
public interface LogQueries {

    /**
     * One page of the entries.
     *
     * @throws InvalidLogQueryException when the query exceeds a limit or Elasticsearch cannot parse it
     * @throws LogsUnavailableException when there is no answer in time
     */
    LogPage page(LogFilter filter, PageRequest page);

    /**
     * Counts and groups; an entry counts as an error when it has one of the filter's levels.
     *
     * @param groups how many groups at most, 1 to 100
     * @throws InvalidLogQueryException as for {@link #page}
     * @throws LogsUnavailableException as for {@link #page}
     */
    LogSummary summary(LogFilter filter, int groups);

    /**
     * The entries within an hour around an entry.
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
     * Exports entries one by one.
     *
     * @param limit how many entries at most
     * @param to receives them in their order; may throw, which ends the export
     * @throws InvalidLogQueryException as for {@link #page}; only before the first entry
     * @throws LogsUnavailableException as for {@link #page}; also after some entries, and at the end when some are missing
     */
    void export(LogFilter filter, boolean newestFirst, int limit, Consumer<LogEntry> to);
}
