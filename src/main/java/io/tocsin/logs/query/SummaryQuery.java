package io.tocsin.logs.query;

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
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** Counts entries, and groups errors. */
final class SummaryQuery {

    private final SearchRequests searches;
    private final SummaryBody bodies;
    private final Groups groups;

    SummaryQuery(SearchRequests searches, LogPageQuery pages, LogFields fields) {
        this.searches = searches;
        this.bodies = new SummaryBody(fields);
        this.groups = new Groups(searches, pages, fields);
    }

    LogSummary summary(LogFilter filter, int limit, QueryDeadline deadline) {
        Answer answer = searches.search(bodies.of(filter), deadline);
        Groups.Found found = groups.find(filter, answer, limit, deadline);
        JsonNode now = answer.aggregation("now");
        JsonNode errors = answer.aggregation("errors");
        long errorsNow = errors.path("now").path("doc_count").asLong(0);
        return new LogSummary(
                filter.range(),
                filter.range().previous(),
                now.path("doc_count").asLong(0),
                errorsNow,
                errors.path("doc_count").asLong(0) - errorsNow,
                counts(now.path("levels")),
                services(now.path("services")),
                found.shown(),
                found.more(),
                found.ungrouped(),
                timeline(filter.range(), now.path("timeline")),
                answer.partial() || found.partial(),
                answer.took());
    }

    private static Map<String, Long> counts(JsonNode terms) {
        Map<String, Long> counts = new LinkedHashMap<>();
        terms.path("buckets")
                .forEach(bucket -> counts.put(
                        bucket.path("key").asString(""),
                        bucket.path("doc_count").asLong(0)));
        return counts;
    }

    private static List<ServiceCount> services(JsonNode terms) {
        return terms.path("buckets")
                .valueStream()
                .map(bucket -> new ServiceCount(
                        bucket.path("key").asString(""),
                        bucket.path("doc_count").asLong(0),
                        bucket.path("errors").path("doc_count").asLong(0)))
                .toList();
    }

    /** With its empty buckets, which Elasticsearch omits where an index lacks the field. */
    private static Timeline timeline(TimeRange range, JsonNode histogram) {
        Map<Long, JsonNode> counted = new HashMap<>();
        histogram
                .path("buckets")
                .forEach(bucket -> counted.put(bucket.path("key").asLong(0), bucket));
        Duration interval = Timelines.interval(range);
        List<Bucket> buckets = new ArrayList<>();
        long step = interval.toMillis();
        for (long start = range.from().toEpochMilli() / step * step;
                start < range.to().toEpochMilli();
                start += step) {
            buckets.add(bucket(start, counted.get(start)));
        }
        return new Timeline(interval.toSeconds(), buckets);
    }

    private static Bucket bucket(long start, @Nullable JsonNode counted) {
        return counted == null
                ? new Bucket(Instant.ofEpochMilli(start), 0, Map.of())
                : new Bucket(
                        Instant.ofEpochMilli(start),
                        counted.path("doc_count").asLong(0),
                        counts(counted.path("levels")));
    }
}
