package io.tocsin.logs.query;

import static io.tocsin.logs.query.Json.object;

import io.tocsin.logs.LogEntry;
import io.tocsin.logs.LogFields;
import io.tocsin.logs.LogFilter;
import io.tocsin.logs.LogPage;
import io.tocsin.logs.LogPage.Total;
import io.tocsin.logs.PageRequest;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** Reads entries page by page. */
final class LogPageQuery {

    /** How many entries may share one position, in an index with that many shards. */
    private static final int SHARED_PLACES = 8;

    private static final int COUNTED = 10_000;

    private final SearchRequests searches;
    private final Filters filters;
    private final LogEntryMapper entries;
    private final LogFields fields;

    LogPageQuery(SearchRequests searches, LogFields fields) {
        this.searches = searches;
        this.filters = new Filters(fields);
        this.entries = new LogEntryMapper(fields);
        this.fields = fields;
    }

    /** One page; the filter's range is that of the cursor, when there is one. */
    LogPage page(LogFilter filter, PageRequest page, @Nullable Place after, QueryDeadline deadline) {
        Map<String, Object> body = body(filters.query(filter), page.size() + SHARED_PLACES, page.newestFirst(), after);
        body.put("track_total_hits", COUNTED);
        Answer answer = searches.search(body, deadline);
        List<JsonNode> hits = answer.hits();
        int end = end(hits, page.size());
        JsonNode total = answer.json().path("hits").path("total");
        return new LogPage(
                filter.range(),
                new Total(total.path("value").asLong(0), total.path("relation").asString("eq")),
                answer.partial(),
                answer.took(),
                hits.subList(0, end).stream().map(entries::of).toList(),
                end < hits.size() ? Cursor.write(filter, page.newestFirst(), Place.of(hits.get(end - 1))) : null);
    }

    /** Never between two entries of one position: the next page would start after both. */
    private static int end(List<JsonNode> hits, int size) {
        int end = Math.min(size, hits.size());
        while (end > 0 && end < hits.size() && Place.of(hits.get(end)).equals(Place.of(hits.get(end - 1)))) {
            end++;
        }
        return end;
    }

    /** A search for whole entries, in the order of their positions. */
    Map<String, Object> body(Object query, int size, boolean newestFirst, @Nullable Place after) {
        String order = newestFirst ? "desc" : "asc";
        Map<String, Object> body = object(
                "size",
                size,
                "track_total_hits",
                false,
                "_source",
                entries.sources(),
                "query",
                query,
                "sort",
                List.of(
                        object(
                                fields.timestamp(),
                                object(
                                        "order",
                                        order,
                                        "format",
                                        "strict_date_optional_time_nanos",
                                        "numeric_type",
                                        "date_nanos",
                                        "unmapped_type",
                                        "date_nanos")),
                        object("_index", object("order", order, "unmapped_type", "keyword")),
                        object("_seq_no", object("order", order, "unmapped_type", "long"))));
        if (after != null) {
            body.put("search_after", after.values());
        }
        return body;
    }

    /** The entries of a response. */
    List<LogEntry> read(Answer answer) {
        return answer.hits().stream().map(entries::of).toList();
    }
}
