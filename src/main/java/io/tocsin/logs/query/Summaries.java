package io.tocsin.logs.query;

import co.elastic.clients.elasticsearch._types.aggregations.Aggregate;
import co.elastic.clients.elasticsearch._types.aggregations.Aggregation;
import co.elastic.clients.elasticsearch._types.aggregations.DateHistogramBucket;
import co.elastic.clients.elasticsearch.core.SearchRequest;
import co.elastic.clients.elasticsearch.core.search.ResponseBody;
import io.tocsin.logs.LogFields;
import io.tocsin.logs.LogFilter;
import io.tocsin.logs.LogSummary;
import io.tocsin.logs.LogSummary.Bucket;
import io.tocsin.logs.LogSummary.ServiceCount;
import io.tocsin.logs.LogSummary.Timeline;
import io.tocsin.logs.TimeRange;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** Counts entries of the requested range by level, service and time, and groups errors of it and of the previous one. */
final class Summaries {

    private static final int LEVELS = 20;
    private static final int SERVICES = 50;
    private static final int MOST_BUCKETS = 120;

    /** Lengths of a timeline's buckets that are easy to read. */
    private static final List<Duration> INTERVALS = List.of(
            Duration.ofSeconds(1),
            Duration.ofSeconds(10),
            Duration.ofSeconds(30),
            Duration.ofMinutes(1),
            Duration.ofMinutes(5),
            Duration.ofMinutes(10),
            Duration.ofMinutes(30),
            Duration.ofHours(1),
            Duration.ofHours(3),
            Duration.ofHours(12),
            Duration.ofDays(1));

    private final LogFields fields;
    private final Filters filters;
    private final ErrorGroups groups;

    Summaries(LogSearch search, LogFields fields) {
        this.fields = fields;
        this.filters = new Filters(fields);
        this.groups = new ErrorGroups(search, fields);
    }

    LogSummary summary(LogFilter filter, int limit, SearchRequests searches) {
        ResponseBody<JsonNode> response = searches.search(request(filter));
        ErrorGroups.Found found = groups.find(filter, response, limit, searches);
        Aggregations.Single now = Aggregations.filter(response.aggregations(), "now");
        Aggregations.Single errors = Aggregations.filter(response.aggregations(), ErrorGroups.ERRORS);
        long errorsNow = Aggregations.filter(errors.inner(), "now").count();
        return new LogSummary(
                filter.range(),
                filter.range().previous(),
                now.count(),
                errorsNow,
                errors.count() - errorsNow,
                Aggregations.counts(now.inner(), "levels"),
                Aggregations.terms(now.inner(), "services").stream()
                        .map(service -> new ServiceCount(
                                service.key(),
                                service.count(),
                                Aggregations.filter(service.inner(), "errors").count()))
                        .toList(),
                found.shown(),
                found.more(),
                found.ungrouped(),
                timeline(filter.range(), now.inner().get("timeline")),
                SearchRequests.isPartial(response) || found.partial(),
                response.took());
    }

    private SearchRequest.Builder request(LogFilter filter) {
        Map<String, Aggregation> errors = new HashMap<>(groups.aggregations(filter.range()));
        errors.put("now", Aggregation.of(a -> a.filter(filters.range(filter.range()))));
        return groups.request(filter, errors).aggregations("now", now(filter));
    }

    private Aggregation now(LogFilter filter) {
        Aggregation levels = Aggregations.terms(fields.level(), LEVELS);
        return Aggregation.of(now -> now.filter(filters.range(filter.range()))
                .aggregations("levels", levels)
                .aggregations(
                        "services",
                        by -> by.terms(service ->
                                        service.field(fields.service()).size(SERVICES))
                                .aggregations("errors", errors -> errors.filter(filters.levels(filter.levels()))))
                .aggregations(
                        "timeline",
                        over -> over.dateHistogram(time -> time.field(fields.timestamp())
                                        .fixedInterval(every -> every.time(
                                                interval(filter.range()).toSeconds() + "s"))
                                        .minDocCount(1))
                                .aggregations("levels", levels)));
    }

    /** With its empty buckets, which Elasticsearch omits where an index lacks the field. */
    private static Timeline timeline(TimeRange range, @Nullable Aggregate histogram) {
        Map<Long, DateHistogramBucket> counted = new HashMap<>();
        if (histogram != null) {
            histogram.dateHistogram().buckets().array().forEach(bucket -> counted.put(bucket.key(), bucket));
        }
        Duration interval = interval(range);
        List<Bucket> buckets = new ArrayList<>();
        long step = interval.toMillis();
        for (long start = range.from().toEpochMilli() / step * step;
                start < range.to().toEpochMilli();
                start += step) {
            DateHistogramBucket bucket = counted.get(start);
            Instant begin = Instant.ofEpochMilli(start);
            buckets.add(
                    bucket == null
                            ? new Bucket(begin, 0, Map.of())
                            : new Bucket(
                                    begin, bucket.docCount(), Aggregations.counts(bucket.aggregations(), "levels")));
        }
        return new Timeline(interval.toSeconds(), buckets);
    }

    /** The shortest with which a range has at most 120 buckets, wherever the first one starts. */
    static Duration interval(TimeRange range) {
        return INTERVALS.stream()
                .filter(interval -> buckets(range, interval) <= MOST_BUCKETS)
                .findFirst()
                .orElse(INTERVALS.get(INTERVALS.size() - 1));
    }

    private static long buckets(TimeRange range, Duration interval) {
        long first = range.from().toEpochMilli() / interval.toMillis();
        long last = (range.to().toEpochMilli() - 1) / interval.toMillis();
        return last - first + 1;
    }
}
