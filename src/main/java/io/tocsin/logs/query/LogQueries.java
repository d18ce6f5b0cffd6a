package io.tocsin.logs.query;

import io.tocsin.logs.InvalidLogQueryException;
import io.tocsin.logs.LogContext;
import io.tocsin.logs.LogEntry;
import io.tocsin.logs.LogFields;
import io.tocsin.logs.LogFilter;
import io.tocsin.logs.LogPage;
import io.tocsin.logs.LogSummary;
import io.tocsin.logs.LogsProperties;
import io.tocsin.logs.LogsUnavailableException;
import io.tocsin.logs.client.LogCluster;
import io.tocsin.logs.client.OnElasticsearch;
import io.tocsin.logs.query.EntryPosition.Cursor;
import java.time.Duration;
import java.util.concurrent.Semaphore;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.springframework.context.annotation.Conditional;
import org.springframework.stereotype.Component;

/**
 * Queries of the logs in Elasticsearch; each is bounded in time, range, size and concurrency. A query beyond the concurrency is
 * refused immediately: none may wait on the threads that receive alerts.
 */
@Component
@Conditional(OnElasticsearch.class)
public class LogQueries {

    private static final int LARGEST_PAGE = 500;
    private static final int MOST_GROUPS = 100;
    private static final int FARTHEST = 100;
    private static final Duration RETRY = Duration.ofSeconds(2);

    private final LogCluster cluster;
    private final LogsProperties properties;
    private final Semaphore running;
    /** A slow reader of an export delays other exports only. */
    private final Semaphore exporting = new Semaphore(1);

    private final LogSearch search;
    private final Summaries summaries;

    LogQueries(LogCluster cluster, LogsProperties properties, LogFields fields) {
        this.cluster = cluster;
        this.properties = properties;
        this.running = new Semaphore(properties.maxConcurrent());
        this.search = new LogSearch(fields);
        this.summaries = new Summaries(search, fields);
    }

    /**
     * One page of the entries.
     *
     * @param size how many entries at most, 1 to 500
     * @param newestFirst false for the oldest first
     * @param cursor the previous page's {@link LogPage#next()}; null for the first page
     * @throws InvalidLogQueryException when the query exceeds a limit or Elasticsearch cannot parse it
     * @throws LogsUnavailableException when there is no answer in time
     */
    public LogPage page(LogFilter filter, int size, boolean newestFirst, @Nullable String cursor) {
        between("size", size, 1, LARGEST_PAGE);
        Cursor start = cursor == null ? null : Cursor.read(cursor, filter, newestFirst);
        LogFilter asked = start == null ? filter : filter.withRange(start.range());
        checkRange(asked);
        return limited(() -> search.page(asked, size, newestFirst, start == null ? null : start.last(), searches()));
    }

    /**
     * Counts and groups; an entry counts as an error when it has one of the filter's levels.
     *
     * @param groups how many groups at most, 1 to 100
     * @throws InvalidLogQueryException as for {@link #page}
     * @throws LogsUnavailableException as for {@link #page}
     */
    public LogSummary summary(LogFilter filter, int groups) {
        between("groups", groups, 1, MOST_GROUPS);
        checkRange(filter);
        return limited(() -> summaries.summary(filter, groups, searches()));
    }

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
    public LogContext context(String id, int before, int after, boolean everything) {
        between("before", before, 0, FARTHEST);
        between("after", after, 0, FARTHEST);
        return limited(() -> search.around(id, before, after, everything, searches()));
    }

    /**
     * Exports entries one by one.
     *
     * @param limit how many entries at most
     * @param to receives them in their order; may throw, which ends the export
     * @throws InvalidLogQueryException as for {@link #page}; only before the first entry
     * @throws LogsUnavailableException as for {@link #page}; also after some entries, and at the end when some are missing
     */
    public void export(LogFilter filter, boolean newestFirst, int limit, Consumer<LogEntry> to) {
        between("limit", limit, 1, properties.exportMax());
        checkRange(filter);
        limited(exporting, "another export runs, and there is one at a time", () -> {
            search.export(filter, newestFirst, limit, this::searches, to);
            return true;
        });
    }

    private <T> T limited(Supplier<T> query) {
        return limited(running, "as many log queries run as tocsin.logs.max-concurrent allows", query);
    }

    private static <T> T limited(Semaphore places, String full, Supplier<T> query) {
        if (!places.tryAcquire()) {
            throw new LogsUnavailableException(full, RETRY);
        }
        try {
            return query.get();
        } finally {
            places.release();
        }
    }

    private SearchRequests searches() {
        return new SearchRequests(cluster, properties);
    }

    private void checkRange(LogFilter filter) {
        if (!filter.range().from().isBefore(filter.range().to())) {
            throw new InvalidLogQueryException("from must be before to");
        }
        if (filter.range().length().compareTo(properties.maxRange()) > 0) {
            throw new InvalidLogQueryException("the range is longer than tocsin.logs.max-range allows ("
                    + properties.maxRange().toHours() + " h)");
        }
    }

    private static void between(String name, int value, int least, int most) {
        if (value < least || value > most) {
            throw new InvalidLogQueryException(name + " must be between " + least + " and " + most);
        }
    }
}
