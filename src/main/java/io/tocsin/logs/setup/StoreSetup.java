package io.tocsin.logs.setup;

import io.tocsin.check.CheckException;
import io.tocsin.logs.LogsProperties;
import io.tocsin.logs.client.ClusterAnswer;
import io.tocsin.logs.client.ClusterAnswer.Done;
import io.tocsin.logs.client.ClusterAnswer.Refused;
import io.tocsin.logs.client.LogCluster;
import java.io.IOException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.TimeoutException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Installs the index template, and deletes expired indices. */
final class StoreSetup {

    private static final Logger log = LoggerFactory.getLogger(StoreSetup.class);
    private static final Duration LIMIT = Duration.ofSeconds(30);
    private static final String TEMPLATE = "/_index_template/" + IndexTemplate.NAME;

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
    void installTemplate() throws IOException, TimeoutException, CheckException {
        ClusterAnswer known = cluster.send("GET", TEMPLATE, null, LIMIT);
        if (known instanceof Done done && !ours(done.body())) {
            log.warn("The index template {} was not made by Tocsin and stays as it is", IndexTemplate.NAME);
            return;
        }
        if (known instanceof Refused refused && refused.status() != 404) {
            throw new CheckException(words(refused));
        }
        done(cluster.send("PUT", TEMPLATE, IndexTemplate.of(properties, json), LIMIT));
        log.info("The index template {} is installed for {}", IndexTemplate.NAME, Retention.PATTERN);
    }

    private static boolean ours(JsonNode answer) {
        JsonNode template = answer.path("index_templates").path(0).path("index_template");
        return template.path("_meta").path("owner").asString("").equals(IndexTemplate.OWNER);
    }

    /** Deletes expired daily indices, one by one. */
    void deleteExpired() throws IOException, TimeoutException, CheckException {
        JsonNode indices = done(cluster.send(
                "GET",
                "/" + Retention.PATTERN + "/_alias?ignore_unavailable=true&expand_wildcards=open,closed",
                null,
                LIMIT));
        List<String> names = List.copyOf(indices.propertyNames());
        for (String index : Retention.expired(names, properties.retention(), clock.instant())) {
            done(cluster.send("DELETE", "/" + index + "?ignore_unavailable=true", null, LIMIT));
            log.info("The index {} was past tocsin.logs.retention and is deleted", index);
        }
    }

    private static JsonNode done(ClusterAnswer answer) throws CheckException {
        if (answer instanceof Done done) {
            return done.body();
        }
        throw new CheckException(words((Refused) answer));
    }

    private static String words(Refused refused) {
        return "it answers " + refused.status() + " " + refused.type();
    }
}
