package io.tocsin.logs.query;

import co.elastic.clients.elasticsearch._types.FieldSort;
import co.elastic.clients.elasticsearch._types.FieldSortNumericType;
import co.elastic.clients.elasticsearch._types.SortOrder;
import co.elastic.clients.elasticsearch._types.mapping.FieldType;
import co.elastic.clients.elasticsearch._types.query_dsl.Query;
import co.elastic.clients.elasticsearch.core.SearchRequest;
import co.elastic.clients.elasticsearch.core.msearch.MultiSearchResponseItem;
import co.elastic.clients.elasticsearch.core.search.Hit;
import co.elastic.clients.elasticsearch.core.search.ResponseBody;
import co.elastic.clients.elasticsearch.core.search.TotalHits;
import io.tocsin.logs.InvalidLogQueryException;
import io.tocsin.logs.LogContext;
import io.tocsin.logs.LogEntry;
import io.tocsin.logs.LogFields;
import io.tocsin.logs.LogFilter;
import io.tocsin.logs.LogPage;
import io.tocsin.logs.LogPage.Total;
import io.tocsin.logs.LogsUnavailableException;
import io.tocsin.logs.TimeRange;
import io.tocsin.logs.query.EntryPosition.Cursor;
import io.tocsin.logs.query.SearchRequests.AnswerTooLargeException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** Reads entries: page by page, those around an entry, and many for an export. */
final class LogSearch {

    /** How many entries may share one position, in an index with that many shards. */
    private static final int SHARED_POSITIONS = 8;

    private static final int COUNTED = 10_000;

    /** Around an entry within this time, or a rare service would make the cluster search everything. */
    private static final Duration REACH = Duration.ofHours(1);

    private static final int PAGE = 500;
    private static final int SMALLEST_PAGE = 10;
    private static final Duration LONGEST_EXPORT = Duration.ofMinutes(2);
    private static final Duration RETRY = Duration.ofSeconds(5);

    private final Filters filters;
    private final LogEntryMapper entries;
    private final LogFields fields;

    LogSearch(LogFields fields) {
        this.filters = new Filters(fields);
        this.entries = new LogEntryMapper(fields);
        this.fields = fields;
    }

    /** One page; the filter's range is that of the cursor, when there is one. */
    LogPage page(
            LogFilter filter, int size, boolean newestFirst, @Nullable EntryPosition after, SearchRequests searches) {
        ResponseBody<JsonNode> response =
                searches.search(request(filters.query(filter), size + SHARED_POSITIONS, newestFirst, after)
                        .trackTotalHits(total -> total.count(COUNTED)));
        List<Hit<JsonNode>> hits = response.hits().hits();
        int end = end(hits, size);
        TotalHits total = response.hits().total();
        return new LogPage(
                filter.range(),
                total == null
                        ? new Total(0, "eq")
                        : new Total(total.value(), total.relation().jsonValue()),
                SearchRequests.isPartial(response),
                response.took(),
                hits.subList(0, end).stream().map(entries::of).toList(),
                end < hits.size() ? Cursor.write(filter, newestFirst, EntryPosition.of(hits.get(end - 1))) : null);
    }

    /** Never between two entries of one position: the next page would start after both. */
    private static int end(List<Hit<JsonNode>> hits, int size) {
        int end = Math.min(size, hits.size());
        while (end > 0
                && end < hits.size()
                && EntryPosition.of(hits.get(end)).equals(EntryPosition.of(hits.get(end - 1)))) {
            end++;
        }
        return end;
    }

    LogContext around(String id, int before, int after, boolean everything, SearchRequests searches) {
        EntryPosition.Marked marked = EntryPosition.read(id, 1, "the id");
        EntryPosition position = marked.position();
        LogEntry entry = find(position, marked.more().get(0), searches);
        Query query = filters.query(around(position, entry, everything));
        List<MultiSearchResponseItem<JsonNode>> found = searches.searchAll(
                List.of(request(query, before, true, position), request(query, after, false, position)));
        List<LogEntry> earlier = new ArrayList<>(read(found.get(0)));
        Collections.reverse(earlier);
        return new LogContext(earlier, entry, read(found.get(1)), found.stream().anyMatch(SearchRequests::isPartial));
    }

    /** Searches the configured indices only, whatever index the id names. */
    private LogEntry find(EntryPosition position, String document, SearchRequests searches) {
        Query query = Filters.all(
                List.of(Query.of(q -> q.ids(ids -> ids.values(document))), Filters.is("_index", position.index())));
        return searches.search(request(query, 1, true, null)).hits().hits().stream()
                .map(entries::of)
                .findFirst()
                .orElseThrow(() -> new InvalidLogQueryException("there is no such entry, or it was deleted"));
    }

    private static LogFilter around(EntryPosition position, LogEntry entry, boolean everything) {
        TimeRange range = new TimeRange(
                position.instant().minus(REACH), position.instant().plus(REACH));
        return new LogFilter(
                range,
                List.of(),
                everything ? List.of() : listOf(entry.service()),
                List.of(),
                everything ? List.of() : listOf(entry.host()),
                List.of(),
                null);
    }

    private static List<String> listOf(@Nullable String value) {
        return value == null ? List.of() : List.of(value);
    }

    /** A search for whole entries, in the order of their positions. */
    SearchRequest.Builder request(Query query, int size, boolean newestFirst, @Nullable EntryPosition after) {
        SortOrder order = newestFirst ? SortOrder.Desc : SortOrder.Asc;
        SearchRequest.Builder request = new SearchRequest.Builder()
                .size(size)
                .trackTotalHits(total -> total.enabled(false))
                .source(source -> source.filter(read -> read.includes(entries.sources())))
                .query(query)
                .sort(by -> by.field(new FieldSort.Builder()
                        .field(fields.timestamp())
                        .order(order)
                        .format("strict_date_optional_time_nanos")
                        .numericType(FieldSortNumericType.DateNanos)
                        .unmappedType(FieldType.DateNanos)
                        .build()))
                .sort(by -> by.field(index -> index.field("_index").order(order).unmappedType(FieldType.Keyword)))
                .sort(by ->
                        by.field(number -> number.field("_seq_no").order(order).unmappedType(FieldType.Long)));
        return after == null ? request : request.searchAfter(after.values());
    }

    /** The entries of one of several responses; none of a failed one. */
    List<LogEntry> read(MultiSearchResponseItem<JsonNode> response) {
        return response.isFailure()
                ? List.of()
                : response.result().hits().hits().stream().map(entries::of).toList();
    }

    /**
     * Exports many entries, a page at a time, so that only one page is in memory.
     *
     * @param timed gives each page the time of one query
     */
    void export(
            LogFilter filter, boolean newestFirst, int limit, Supplier<SearchRequests> timed, Consumer<LogEntry> to) {
        long end = System.nanoTime() + LONGEST_EXPORT.toNanos();
        EntryPosition after = null;
        int size = PAGE;
        int left = limit;
        boolean partial = false;
        while (left > 0) {
            LogPage page;
            try {
                page = page(filter, Math.min(size, left), newestFirst, after, timed.get());
            } catch (AnswerTooLargeException e) {
                if (size == SMALLEST_PAGE) {
                    throw e;
                }
                size = Math.max(SMALLEST_PAGE, size / 4);
                continue;
            }
            page.entries().stream().limit(left).forEach(entry -> {
                if (System.nanoTime() - end > 0) {
                    throw new LogsUnavailableException("the export took too long", Duration.ZERO);
                }
                to.accept(entry);
            });
            left -= page.entries().size();
            partial |= page.partial();
            if (page.next() == null) {
                break;
            }
            after = Cursor.read(page.next(), filter, newestFirst).last();
        }
        if (partial) {
            throw new LogsUnavailableException("entries are missing: a shard failed or time ran out", RETRY);
        }
    }
}
