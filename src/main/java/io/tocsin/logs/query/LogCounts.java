package io.tocsin.logs.query;

import co.elastic.clients.elasticsearch._types.aggregations.Aggregation;
import co.elastic.clients.elasticsearch.core.SearchRequest;
import co.elastic.clients.elasticsearch.core.search.ResponseBody;
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

/** Recent numbers of entries by service and level. */
@Component
@Conditional(OnElasticsearch.class)
public class LogCounts {

    /** The services that have no count of their own. */
    public static final String OTHER = "other";

    /** For entries without a service. */
    private static final String NONE = "unknown";

    private static final int LEVELS = 20;

    private final LogCluster cluster;
    private final LogFields fields;
    private final Filters filters;
    private final LogsProperties properties;
    private final InstantSource clock;

    LogCounts(LogCluster cluster, LogsProperties properties, LogFields fields, InstantSource clock) {
        this.cluster = cluster;
        this.fields = fields;
        this.filters = new Filters(fields);
        this.properties = properties;
        this.clock = clock;
    }

    /**
     * Counts the entries of the last {@code tocsin.logs.counts.window}.
     *
     * @param services how many services at most, those with the most entries; the others are counted together as {@link #OTHER}
     * @return by service, then by level as it was logged
     * @throws LogsUnavailableException when there is no complete answer in time
     */
    public Map<String, Map<String, Long>> count(int services) {
        ResponseBody<JsonNode> response = new SearchRequests(cluster, properties).search(request(services));
        if (SearchRequests.isPartial(response)) {
            throw new LogsUnavailableException("the counts are not complete", Duration.ZERO);
        }
        Map<String, Map<String, Long>> counts = new LinkedHashMap<>();
        Map<String, Long> others = Aggregations.counts(response.aggregations(), "levels");
        for (Aggregations.Term service : Aggregations.terms(response.aggregations(), "services")) {
            Map<String, Long> levels = Aggregations.counts(service.inner(), "levels");
            counts.put(service.key(), levels);
            levels.forEach((level, count) -> others.merge(level, -count, Long::sum));
        }
        others.values().removeIf(count -> count <= 0);
        others.forEach((level, count) ->
                counts.computeIfAbsent(OTHER, added -> new LinkedHashMap<>()).merge(level, count, Long::sum));
        return counts;
    }

    private SearchRequest.Builder request(int services) {
        Instant now = clock.instant();
        TimeRange range = new TimeRange(now.minus(properties.counts().window()), now);
        Aggregation levels = Aggregations.terms(fields.level(), LEVELS);
        return new SearchRequest.Builder()
                .size(0)
                .trackTotalHits(total -> total.enabled(false))
                .query(filters.query(LogFilter.of(range)))
                .aggregations("levels", levels)
                .aggregations(
                        "services",
                        by -> by.terms(service -> service.field(fields.service())
                                        .size(services)
                                        .missing(NONE))
                                .aggregations("levels", levels));
    }
}
