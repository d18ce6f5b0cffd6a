package io.tocsin.logs.watch;

import co.elastic.clients.elasticsearch._types.ElasticsearchException;
import co.elastic.clients.elasticsearch.cluster.HealthResponse;
import co.elastic.clients.transport.TransportException;
import co.elastic.clients.transport.rest5_client.low_level.ResponseException;
import co.elastic.clients.util.ApiTypeHelper;
import io.tocsin.check.Check;
import io.tocsin.check.CheckException;
import io.tocsin.logs.client.LogCluster;
import io.tocsin.logs.client.Refusal;
import java.io.IOException;
import java.time.Duration;
import java.util.Objects;

/** Queries the state of the cluster; the user needs the cluster privilege {@code monitor}. */
class ElasticsearchCheck implements Check<ElasticsearchCheck.ClusterFigures> {

    /**
     * The cluster's health.
     *
     * @param status green, yellow or red
     * @param nodes how many nodes it has
     * @param unassignedShards how many shards are on no node
     */
    record ClusterFigures(String status, int nodes, int unassignedShards) {}

    private final LogCluster cluster;
    private final Duration limit;

    ElasticsearchCheck(LogCluster cluster, Duration limit) {
        this.cluster = cluster;
        this.limit = limit;
    }

    @Override
    public String name() {
        return "Elasticsearch";
    }

    @Override
    public ClusterFigures look() throws CheckException, IOException {
        // The client requires figures that a server of an older minor version does not send.
        ApiTypeHelper.DisabledChecksHandle lenient = ApiTypeHelper.DANGEROUS_disableRequiredPropertiesCheck(true);
        try {
            HealthResponse health = cluster.within(limit).cluster().health();
            return new ClusterFigures(
                    health.status() == null ? "unknown" : health.status().jsonValue(),
                    health.numberOfNodes(),
                    health.unassignedShards());
        } catch (ElasticsearchException | ResponseException | TransportException e) {
            throw new CheckException(Objects.requireNonNull(Refusal.of(e)).words());
        } finally {
            lenient.close();
        }
    }
}
