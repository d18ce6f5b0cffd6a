package io.tocsin.logs.query;

import io.tocsin.logs.InvalidLogQueryException;
import io.tocsin.logs.LogContext;
import io.tocsin.logs.LogEntry;
import io.tocsin.logs.LogFields;
import io.tocsin.logs.LogFilter;
import io.tocsin.logs.LogPage;
import io.tocsin.logs.LogQueries;
import io.tocsin.logs.LogSummary;
import io.tocsin.logs.LogsProperties;
import io.tocsin.logs.PageRequest;
import io.tocsin.logs.client.LogCluster;
import io.tocsin.logs.client.OnElasticsearch;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.springframework.context.annotation.Conditional;
import org.springframework.stereotype.Component;

/** Runs the queries on Elasticsearch, a few at a time, each within its limits. */
@Component
@Conditional(OnElasticsearch.class)
class ElasticsearchLogQueries implements LogQueries {

    private static final int LARGEST_PAGE = 500;
    private static final int MOST_GROUPS = 100;
    private static final int FARTHEST = 100;

    private final LogsProperties properties;
    private final ConcurrencyLimit gate;
    /** A slow reader of an export delays other exports only. */
    private final ConcurrencyLimit exporting;

    private final LogPageQuery pages;
    private final SummaryQuery summaries;
    private final LogContextQuery surroundings;
    private final Exports exports;

    ElasticsearchLogQueries(LogCluster cluster, LogsProperties properties, LogFields fields) {
        SearchRequests searches = new SearchRequests(cluster, properties);
        this.properties = properties;
        this.gate = new ConcurrencyLimit(
                properties.maxConcurrent(), "as many log queries run as tocsin.logs.max-concurrent allows");
        this.exporting = new ConcurrencyLimit(1, "another export runs, and there is one at a time");
        this.pages = new LogPageQuery(searches, fields);
        this.summaries = new SummaryQuery(searches, pages, fields);
        this.surroundings = new LogContextQuery(searches, pages, fields);
        this.exports = new Exports(pages, properties.timeout());
    }

    @Override
    public LogPage page(LogFilter filter, PageRequest page) {
        between("size", page.size(), 1, LARGEST_PAGE);
        Cursor cursor = page.cursor() == null ? null : Cursor.read(page.cursor(), filter, page.newestFirst());
        LogFilter asked = cursor == null ? filter : filter.withRange(cursor.range());
        checkRange(asked);
        return gate.through(() -> pages.page(asked, page, place(cursor), deadline()));
    }

    private static @Nullable Place place(@Nullable Cursor cursor) {
        return cursor == null ? null : cursor.last();
    }

    @Override
    public LogSummary summary(LogFilter filter, int groups) {
        between("groups", groups, 1, MOST_GROUPS);
        checkRange(filter);
        return gate.through(() -> summaries.summary(filter, groups, deadline()));
    }

    @Override
    public LogContext context(String id, int before, int after, boolean everything) {
        between("before", before, 0, FARTHEST);
        between("after", after, 0, FARTHEST);
        return gate.through(() -> surroundings.around(id, before, after, everything, deadline()));
    }

    @Override
    public void export(LogFilter filter, boolean newestFirst, int limit, Consumer<LogEntry> to) {
        between("limit", limit, 1, properties.exportMax());
        checkRange(filter);
        exporting.through(() -> {
            exports.export(filter, newestFirst, limit, to);
            return true;
        });
    }

    private QueryDeadline deadline() {
        return QueryDeadline.in(properties.timeout());
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
