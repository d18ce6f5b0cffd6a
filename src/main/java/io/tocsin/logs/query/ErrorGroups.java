package io.tocsin.logs.query;

import co.elastic.clients.elasticsearch._types.FieldValue;
import co.elastic.clients.elasticsearch._types.aggregations.Aggregate;
import co.elastic.clients.elasticsearch._types.aggregations.Aggregation;
import co.elastic.clients.elasticsearch._types.aggregations.CompositeAggregate;
import co.elastic.clients.elasticsearch._types.aggregations.CompositeAggregationSource;
import co.elastic.clients.elasticsearch._types.aggregations.CompositeBucket;
import co.elastic.clients.elasticsearch._types.query_dsl.Query;
import co.elastic.clients.elasticsearch.core.SearchRequest;
import co.elastic.clients.elasticsearch.core.msearch.MultiSearchResponseItem;
import co.elastic.clients.elasticsearch.core.search.ResponseBody;
import co.elastic.clients.util.NamedValue;
import io.tocsin.logs.LogEntry;
import io.tocsin.logs.LogFields;
import io.tocsin.logs.LogFilter;
import io.tocsin.logs.LogSummary.ErrorGroup;
import io.tocsin.logs.TimeRange;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * The groups of errors, and a sample of each that is shown: errors with an exception by its type, where the layout has it, and
 * logger; others by their messages.
 */
final class ErrorGroups {

    static final String ERRORS = "errors";

    /** How many groups are read at once. */
    private static final int GROUPS = 1_000;

    /** How many more thousands of groups are read. */
    private static final int MORE = 4;

    private static final int MESSAGES = 500;

    /** New groups always precede groups that are only frequent. */
    private static final Comparator<Group> ORDER = Comparator.comparing(Group::isNew)
            .thenComparing(Group::count)
            .reversed()
            .thenComparing(Group::last, Comparator.reverseOrder());

    /**
     * The result.
     *
     * @param more whether there are others
     * @param ungrouped how many errors are in no group
     * @param partial whether a response is incomplete
     */
    record Found(List<ErrorGroup> shown, boolean more, long ungrouped, boolean partial) {}

    /**
     * A group before it is added to a summary.
     *
     * @param message a whole message of the group; null for errors with an exception
     * @param pattern that message without its variable parts
     * @param count in the requested range
     * @param before in the previous range
     */
    private record Group(
            @Nullable String type,
            @Nullable String logger,
            @Nullable String message,
            @Nullable String pattern,
            long count,
            long before,
            Instant first,
            Instant last) {

        static Group thrown(CompositeBucket bucket) {
            return of(
                    bucket.docCount(),
                    bucket.aggregations(),
                    text(bucket.key().get("type")),
                    text(bucket.key().get("logger")),
                    null);
        }

        private static @Nullable String text(@Nullable FieldValue value) {
            return value == null || value.isNull() ? null : String.valueOf(value._get());
        }

        static Group message(Aggregations.Term term) {
            String logger = Aggregations.terms(term.inner(), "logger").stream()
                    .map(Aggregations.Term::key)
                    .findFirst()
                    .orElse(null);
            return of(term.count(), term.inner(), null, logger, term.key());
        }

        private static Group of(
                long both,
                Map<String, Aggregate> seen,
                @Nullable String type,
                @Nullable String logger,
                @Nullable String message) {
            Aggregations.Single now = Aggregations.filter(seen, "now");
            Aggregate first = now.inner().get("first");
            Aggregate last = now.inner().get("last");
            return new Group(
                    type,
                    logger,
                    message,
                    message == null ? null : MessageFingerprint.of(message),
                    now.count(),
                    both - now.count(),
                    instant(first == null ? null : first.min().value()),
                    instant(last == null ? null : last.max().value()));
        }

        private static Instant instant(@Nullable Double millis) {
            return Instant.ofEpochMilli(millis == null ? 0 : millis.longValue());
        }

        boolean isNew() {
            return before == 0;
        }

        /** Merges two groups of one pattern; a group without current entries has no times. */
        Group and(Group other) {
            Group shown = count >= other.count ? this : other;
            return new Group(
                    type,
                    shown.logger,
                    shown.message,
                    pattern,
                    count + other.count,
                    before + other.before,
                    count == 0 || (other.count > 0 && other.first.isBefore(first)) ? other.first : first,
                    count == 0 || (other.count > 0 && other.last.isAfter(last)) ? other.last : last);
        }
    }

    private final LogSearch search;
    private final LogFields fields;
    private final Filters filters;
    /** The field that an entry with an exception has. */
    private final String exception;

    ErrorGroups(LogSearch search, LogFields fields) {
        this.search = search;
        this.fields = fields;
        this.filters = new Filters(fields);
        this.exception = fields.errorType().isEmpty() ? fields.stackTrace() : fields.errorType();
    }

    /** A search for the filter's entries and for errors of the previous range, with these aggregations of all errors. */
    SearchRequest.Builder request(LogFilter filter, Map<String, Aggregation> errors) {
        return new SearchRequest.Builder()
                .size(0)
                .trackTotalHits(total -> total.enabled(false))
                .query(filters.withPreviousErrors(filter))
                .aggregations(
                        ERRORS,
                        all -> all.filter(filters.levels(filter.levels())).aggregations(errors));
    }

    /** What {@link #find} reads from the first response. */
    Map<String, Aggregation> aggregations(TimeRange range) {
        return Map.of("thrown", thrown(range, Map.of()), "untyped", untyped(range));
    }

    private Aggregation thrown(TimeRange range, Map<String, FieldValue> after) {
        List<NamedValue<CompositeAggregationSource>> sources = new ArrayList<>();
        if (!fields.errorType().isEmpty()) {
            sources.add(source("type", fields.errorType()));
        }
        sources.add(source("logger", fields.logger()));
        return Aggregation.of(a -> a.filter(Filters.exists(exception))
                .aggregations(
                        "groups",
                        groups -> groups.composite(by -> {
                                    by.size(GROUPS).sources(sources);
                                    return after.isEmpty() ? by : by.after(after);
                                })
                                .aggregations(seen(range))));
    }

    private static NamedValue<CompositeAggregationSource> source(String name, String field) {
        return NamedValue.of(
                name,
                CompositeAggregationSource.of(
                        source -> source.terms(terms -> terms.field(field).missingBucket(true))));
    }

    private Aggregation untyped(TimeRange range) {
        return Aggregation.of(a -> a.filter(Filters.not(Filters.exists(exception)))
                .aggregations(
                        "messages",
                        messages -> messages.terms(
                                        by -> by.field(fields.messageKeyword()).size(MESSAGES))
                                .aggregations(seen(range))
                                .aggregations("logger", Aggregations.terms(fields.logger(), 1)))
                .aggregations("now", now -> now.filter(filters.range(range))));
    }

    /** The count within the range, and its times. */
    private Map<String, Aggregation> seen(TimeRange range) {
        return Map.of(
                "now",
                Aggregation.of(now -> now.filter(filters.range(range))
                        .aggregations("first", first -> first.min(min -> min.field(fields.timestamp())))
                        .aggregations("last", last -> last.max(max -> max.field(fields.timestamp())))));
    }

    Found find(LogFilter filter, ResponseBody<JsonNode> first, int limit, SearchRequests searches) {
        List<ResponseBody<JsonNode>> responses = responses(filter, first, searches);
        List<Group> all = new ArrayList<>();
        responses.stream()
                .flatMap(response -> thrown(response).stream())
                .map(Group::thrown)
                .forEach(all::add);
        Aggregations.Single untyped = Aggregations.filter(
                Aggregations.filter(first.aggregations(), ERRORS).inner(), "untyped");
        List<Group> patterns = patterns(untyped);
        all.addAll(patterns);
        List<Group> shown =
                all.stream().filter(group -> group.count() > 0).sorted(ORDER).toList();
        boolean more = isFull(responses.get(responses.size() - 1)) || shown.size() > limit;
        shown = shown.subList(0, Math.min(limit, shown.size()));
        long grouped = patterns.stream().mapToLong(Group::count).sum();
        long ungrouped = Aggregations.filter(untyped.inner(), "now").count() - grouped;
        List<MultiSearchResponseItem<JsonNode>> samples = samples(filter, shown, searches);
        boolean partial = responses.stream().anyMatch(SearchRequests::isPartial)
                || samples.stream().anyMatch(SearchRequests::isPartial);
        return new Found(withSamples(shown, samples), more, ungrouped, partial);
    }

    /** The first and those with the groups after its own; when the last is full, there are more. */
    private List<ResponseBody<JsonNode>> responses(
            LogFilter filter, ResponseBody<JsonNode> first, SearchRequests searches) {
        List<ResponseBody<JsonNode>> responses = new ArrayList<>(List.of(first));
        ResponseBody<JsonNode> last = first;
        while (isFull(last) && responses.size() <= MORE) {
            Map<String, FieldValue> after = composite(last).afterKey();
            last = searches.search(request(filter, Map.of("thrown", thrown(filter.range(), after))));
            responses.add(last);
        }
        return responses;
    }

    private static boolean isFull(ResponseBody<JsonNode> response) {
        return thrown(response).size() >= GROUPS;
    }

    private static List<CompositeBucket> thrown(ResponseBody<JsonNode> response) {
        return composite(response).buckets().array();
    }

    private static CompositeAggregate composite(ResponseBody<JsonNode> response) {
        Aggregate groups = Aggregations.filter(
                        Aggregations.filter(response.aggregations(), ERRORS).inner(), "thrown")
                .inner()
                .get("groups");
        return groups == null
                ? CompositeAggregate.of(none -> none.buckets(buckets -> buckets.array(List.of())))
                : groups.composite();
    }

    private static List<Group> patterns(Aggregations.Single untyped) {
        Map<String, Group> byPattern = new LinkedHashMap<>();
        for (Aggregations.Term message : Aggregations.terms(untyped.inner(), "messages")) {
            Group group = Group.message(message);
            byPattern.merge(String.valueOf(group.pattern()), group, Group::and);
        }
        return List.copyOf(byPattern.values());
    }

    private List<MultiSearchResponseItem<JsonNode>> samples(
            LogFilter filter, List<Group> shown, SearchRequests searches) {
        List<SearchRequest.Builder> wanted = shown.stream()
                .map(group -> search.request(sampleQuery(filter, group), 1, true, null))
                .toList();
        return wanted.isEmpty() ? List.of() : searches.searchAll(wanted);
    }

    /** The newest error of a group, and of no other one. */
    private Query sampleQuery(LogFilter filter, Group group) {
        List<Query> clauses = new ArrayList<>(List.of(filters.query(filter)));
        String message = group.message();
        if (message == null) {
            clauses.add(Filters.exists(exception));
            if (!fields.errorType().isEmpty()) {
                clauses.add(Filters.is(fields.errorType(), group.type()));
            }
        } else {
            clauses.add(Filters.not(Filters.exists(exception)));
            clauses.add(Filters.is(fields.messageKeyword(), message));
        }
        clauses.add(Filters.is(fields.logger(), group.logger()));
        return Filters.all(clauses);
    }

    private List<ErrorGroup> withSamples(List<Group> shown, List<MultiSearchResponseItem<JsonNode>> samples) {
        List<ErrorGroup> groups = new ArrayList<>();
        for (int n = 0; n < shown.size(); n++) {
            Stream<LogEntry> sample = n < samples.size() ? search.read(samples.get(n)).stream() : Stream.empty();
            groups.add(shown(shown.get(n), sample.findFirst().orElse(null)));
        }
        return groups;
    }

    private static ErrorGroup shown(Group group, @Nullable LogEntry sample) {
        return new ErrorGroup(
                group.type() == null && group.pattern() == null ? thrownBy(sample) : group.type(),
                group.logger(),
                group.pattern(),
                group.count(),
                group.before(),
                group.isNew(),
                group.first(),
                group.last(),
                sample);
    }

    /** Where the layout has no field for it, the sample shows it. */
    private static @Nullable String thrownBy(@Nullable LogEntry sample) {
        return sample == null || sample.error() == null ? null : sample.error().type();
    }
}
