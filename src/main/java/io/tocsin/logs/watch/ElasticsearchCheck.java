package io.tocsin.logs.watch;

import io.tocsin.check.Check;
import io.tocsin.check.CheckException;
import io.tocsin.logs.client.ClusterAnswer;
import io.tocsin.logs.client.ClusterAnswer.Done;
import io.tocsin.logs.client.ClusterAnswer.Refused;
import io.tocsin.logs.client.LogCluster;
import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.TimeoutException;
import tools.jackson.databind.JsonNode;

/** Queries the state of the cluster; the user needs the cluster privilege {@code monitor}. */
class ElasticsearchCheck implements Check<ClusterFigures> {

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
    public ClusterFigures look() throws CheckException, IOException, TimeoutException {
        ClusterAnswer answer = cluster.send("GET", "/_cluster/health", null, limit);
        if (answer instanceof Done done) {
            JsonNode health = done.body();
            return new ClusterFigures(
                    health.path("status").asString("unknown"),
                    health.path("number_of_nodes").asInt(0),
                    health.path("unassigned_shards").asInt(0));
        }
        int status = ((Refused) answer).status();
        throw new CheckException(
                status == 401 || status == 403 ? "it refuses the credentials" : "it answers " + status);
    }
}
