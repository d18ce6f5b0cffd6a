package io.tocsin.logs.watch;

import co.elastic.clients.elasticsearch._types.ElasticsearchException;
import co.elastic.clients.elasticsearch._types.ErrorResponse;
import co.elastic.clients.elasticsearch._types.ExpandWildcard;
import co.elastic.clients.elasticsearch.indices.ElasticsearchIndicesClient;
import co.elastic.clients.elasticsearch.indices.PutIndexTemplateResponse;
import co.elastic.clients.elasticsearch.indices.get_index_template.IndexTemplateItem;
import co.elastic.clients.json.JsonData;
import co.elastic.clients.transport.Endpoint;
import co.elastic.clients.transport.endpoints.SimpleJsonEndpoint;
import io.tocsin.logs.LogsProperties;
import io.tocsin.logs.client.LogCluster;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.format.ResolverStyle;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** Installs the index template of {@code app-logs-*}, and deletes expired daily indices; a name without a date is never among them. */
final class StoreSetup {

    private static final Logger log = LoggerFactory.getLogger(StoreSetup.class);
    private static final Duration LIMIT = Duration.ofSeconds(30);
    private static final String TEMPLATE = "tocsin-app-logs";
    private static final String PATTERN = "app-logs-*";

    private static final Pattern DAILY = Pattern.compile("app-logs-(?:[a-z0-9_.-]*-)?([0-9]{4}\\.[0-9]{2}\\.[0-9]{2})");
    private static final DateTimeFormatter DAY =
            DateTimeFormatter.ofPattern("uuuu.MM.dd").withResolverStyle(ResolverStyle.STRICT);
    private static final String OWNER = "tocsin";
    private static final String RESOURCE = "/io/tocsin/logs/index-template.json";

    /**
     * Sends the file as it is: the client's own type writes {@code match_mapping_type} as a list, which servers before 8.13
     * refuse (https://github.com/elastic/elasticsearch-java/issues/905).
     */
    private static final Endpoint<ObjectNode, PutIndexTemplateResponse, ErrorResponse> PUT_TEMPLATE =
            new SimpleJsonEndpoint<>(
                    "es/indices.put_index_template",
                    template -> "PUT",
                    template -> "/_index_template/" + TEMPLATE,
                    template -> Map.of("name", TEMPLATE),
                    template -> Map.of(),
                    template -> Map.of(),
                    true,
                    PutIndexTemplateResponse._DESERIALIZER);

    private final LogCluster cluster;
    private final LogsProperties properties;
    private final JsonMapper json;
    private final InstantSource clock;

    StoreSetup(LogCluster cluster, LogsProperties properties, JsonMapper json, InstantSource clock) {
        this.cluster = cluster;
        this.properties = properties;
        this.json = json;
        this.clock = clock;
    }

    /** Installs the template, unless one of this name was created by other software. */
    void installTemplate() throws IOException {
        if (installed().stream().anyMatch(known -> !ours(known))) {
            log.warn("The index template {} was not made by Tocsin and stays as it is", TEMPLATE);
            return;
        }
        cluster.within(LIMIT)._transport().performRequest(template(properties, json), PUT_TEMPLATE, null);
        log.info("The index template {} is installed for {}", TEMPLATE, PATTERN);
    }

    private List<IndexTemplateItem> installed() throws IOException {
        try {
            return indices().getIndexTemplate(known -> known.name(TEMPLATE)).indexTemplates();
        } catch (ElasticsearchException e) {
            if (e.status() == 404) {
                return List.of();
            }
            throw e;
        }
    }

    private static boolean ours(IndexTemplateItem known) {
        JsonData owner = known.indexTemplate().meta().get("owner");
        return owner != null && owner.to(JsonNode.class).asString("").equals(OWNER);
    }

    /** The template for the settings: the types of the fields that are queried, and limits for all others. */
    static ObjectNode template(LogsProperties properties, JsonMapper json) {
        ObjectNode template = read(json);
        template.withObject("/template/settings")
                .put("number_of_replicas", properties.setup().replicas());
        if (properties.setup().dataStream()) {
            template.putObject("data_stream");
            if (!properties.retention().isZero()) {
                template.withObject("/template/lifecycle")
                        .put("data_retention", properties.retention().toDays() + "d");
            }
        }
        return template;
    }

    private static ObjectNode read(JsonMapper json) {
        try (InputStream resource = StoreSetup.class.getResourceAsStream(RESOURCE)) {
            if (resource == null) {
                throw new IllegalStateException(RESOURCE + " is missing");
            }
            return (ObjectNode) json.readTree(resource);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Deletes expired daily indices, one by one. */
    void deleteExpired() throws IOException {
        Set<String> names = indices()
                .getAlias(all -> all.index(PATTERN)
                        .ignoreUnavailable(true)
                        .expandWildcards(ExpandWildcard.Open, ExpandWildcard.Closed))
                .aliases()
                .keySet();
        for (String index : expired(names, properties.retention(), clock.instant())) {
            indices().delete(expired -> expired.index(index).ignoreUnavailable(true));
            log.info("The index {} was past tocsin.logs.retention and is deleted", index);
        }
    }

    private ElasticsearchIndicesClient indices() {
        return cluster.within(LIMIT).indices();
    }

    /** Those whose whole day is past the retention; days are in UTC, as in Fluentd's names. */
    static List<String> expired(Collection<String> indices, Duration kept, Instant now) {
        return kept.isZero()
                ? List.of()
                : indices.stream()
                        .filter(index -> isExpired(index, now.minus(kept)))
                        .sorted()
                        .toList();
    }

    private static boolean isExpired(String index, Instant limit) {
        Matcher name = DAILY.matcher(index);
        if (!name.matches()) {
            return false;
        }
        try {
            Instant end = LocalDate.parse(name.group(1), DAY)
                    .plusDays(1)
                    .atStartOfDay(ZoneOffset.UTC)
                    .toInstant();
            return !end.isAfter(limit);
        } catch (DateTimeException e) {
            return false;
        }
    }
}
