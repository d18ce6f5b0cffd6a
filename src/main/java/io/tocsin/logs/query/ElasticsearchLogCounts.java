package io.tocsin.logs.query;

import static io.tocsin.logs.query.Json.object;

import io.tocsin.logs.LogCounts;
import io.tocsin.logs.LogFields;
import io.tocsin.logs.LogFilter;
import io.tocsin.logs.LogsProperties;
import io.tocsin.logs.LogsUnavailableException;
import io.tocsin.logs.TimeRange;
import io.tocsin.logs.client.LogCluster;
import io.tocsin.logs.client.OnElasticsearch;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.Map;
import org.springframework.context.annotation.Conditional;
import org.springframework.stereotype.Component;
import tools.jackson.databind.JsonNode;

@Component
@Conditional(OnElasticsearch.class)
class ElasticsearchLogCounts implements LogCounts {

    /** For entries without a service. */
    private static final String NONE = "unknown";

    private static final int LEVELS = 20;

    private final SearchRequests searches;
    private final LogFields fields;
    private final Filters filters;
    private final LogsProperties properties;
    private final InstantSource clock;

    ElasticsearchLogCounts(LogCluster cluster, LogsProperties properties, LogFields fields, InstantSource clock) {
        this.searches = new SearchRequests(cluster, properties);
        this.fields = fields;
        this.filters = new Filters(fields);
        this.properties = properties;
        this.clock = clock;
    }

    @Override
    public Map<String, Map<String, Long>> count(int services) {
        Answer answer = searches.search(body(services), QueryDeadline.in(properties.timeout()));
        if (answer.partial()) {
            throw new LogsUnavailableException("the counts are not complete", Duration.ZERO);
        }
        Map<String, Map<String, Long>> counts = new LinkedHashMap<>();
        Map<String, Long> others = levels(answer.aggregation("levels"));
        for (JsonNode bucket : answer.aggregation("services").path("buckets")) {
            Map<String, Long> levels = levels(bucket.path("levels"));
            counts.put(bucket.path("key").asString(""), levels);
            levels.forEach((level, count) -> others.merge(level, -count, Long::sum));
        }
        others.values().removeIf(count -> count <= 0);
        others.forEach((level, count) ->
                counts.computeIfAbsent(OTHER, added -> new LinkedHashMap<>()).merge(level, count, Long::sum));
        return counts;
    }

    private static Map<String, Long> levels(JsonNode terms) {
        Map<String, Long> levels = new LinkedHashMap<>();
        terms.path("buckets")
                .forEach(bucket -> levels.put(
                        bucket.path("key").asString(""),
                        bucket.path("doc_count").asLong(0)));
        return levels;
    }

    private Map<String, Object> body(int services) {
        Instant now = clock.instant();
        TimeRange range = new TimeRange(now.minus(properties.counts().window()), now);
        Map<String, Object> levels = object("terms", object("field", fields.level(), "size", LEVELS));
        Map<String, Object> byService = object(
                "terms",
                object("field", fields.service(), "size", services, "missing", NONE),
                "aggs",
                object("levels", levels));
        return object(
                "size",
                0,
                "track_total_hits",
                false,
                "query",
                filters.query(LogFilter.of(range)),
                "aggs",
                object("services", byService, "levels", levels));
    }
}
