package io.tocsin.logs.setup;

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
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** Installs the index template of {@code app-logs-*}, and deletes expired indices. */
final class StoreSetup {

    private static final Logger log = LoggerFactory.getLogger(StoreSetup.class);
    private static final Duration LIMIT = Duration.ofSeconds(30);
    private static final String TEMPLATE = "tocsin-app-logs";
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
        log.info("The index template {} is installed for {}", TEMPLATE, Retention.PATTERN);
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
                .getAlias(all -> all.index(Retention.PATTERN)
                        .ignoreUnavailable(true)
                        .expandWildcards(ExpandWildcard.Open, ExpandWildcard.Closed))
                .aliases()
                .keySet();
        for (String index : Retention.expired(names, properties.retention(), clock.instant())) {
            indices().delete(expired -> expired.index(index).ignoreUnavailable(true));
            log.info("The index {} was past tocsin.logs.retention and is deleted", index);
        }
    }

    private ElasticsearchIndicesClient indices() {
        return cluster.within(LIMIT).indices();
    }
}
