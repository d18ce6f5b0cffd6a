package io.tocsin.logs.query;

import static io.tocsin.logs.query.Json.object;

import io.tocsin.logs.InvalidLogQueryException;
import io.tocsin.logs.LogContext;
import io.tocsin.logs.LogEntry;
import io.tocsin.logs.LogFields;
import io.tocsin.logs.LogFilter;
import io.tocsin.logs.TimeRange;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Reads the entries around an entry. */
final class LogContextQuery {

    /** Within this time, or a rare service would make the cluster search everything. */
    private static final Duration REACH = Duration.ofHours(1);

    private final SearchRequests searches;
    private final Filters filters;
    private final LogPageQuery pages;

    LogContextQuery(SearchRequests searches, LogPageQuery pages, LogFields fields) {
        this.searches = searches;
        this.filters = new Filters(fields);
        this.pages = pages;
    }

    LogContext around(String id, int before, int after, boolean everything, QueryDeadline deadline) {
        Place.Marked marked = Place.read(id, 1, "the id");
        Place place = marked.place();
        LogEntry entry = find(place, marked.more().get(0), deadline);
        LogFilter filter = filter(place, entry, everything);
        Object query = filters.query(filter);
        Map<String, Object> earlier = pages.body(query, before, true, place);
        Map<String, Object> later = pages.body(query, after, false, place);
        List<Answer> answers = searches.searchAll(List.of(earlier, later), deadline);
        List<LogEntry> reversed = new ArrayList<>(pages.read(answers.get(0)));
        Collections.reverse(reversed);
        return new LogContext(
                reversed, entry, pages.read(answers.get(1)), answers.stream().anyMatch(Answer::partial));
    }

    /** Searches the configured indices only, whatever index the id names. */
    private LogEntry find(Place place, String document, QueryDeadline deadline) {
        Object query = Filters.bool(List.of(
                object("ids", object("values", List.of(document))), object("term", object("_index", place.index()))));
        return pages.read(searches.search(pages.body(query, 1, true, null), deadline)).stream()
                .findFirst()
                .orElseThrow(() -> new InvalidLogQueryException("there is no such entry, or it was deleted"));
    }

    private static LogFilter filter(Place place, LogEntry entry, boolean everything) {
        TimeRange range =
                new TimeRange(place.instant().minus(REACH), place.instant().plus(REACH));
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
}
