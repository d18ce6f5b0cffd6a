package io.tocsin.logs.watch;

import io.tocsin.check.CheckHealthIndicator;
import io.tocsin.check.CheckResult.Up;
import io.tocsin.check.Sampler;
import org.springframework.boot.health.contributor.Health;

/** The component {@code elasticsearch} of {@code /health}: down when the cluster lacks data (red) or does not answer. */
class ElasticsearchHealthIndicator extends CheckHealthIndicator<ClusterFigures> {

    ElasticsearchHealthIndicator(Sampler<ClusterFigures> sampler) {
        super(sampler);
    }

    @Override
    protected void describe(Health.Builder health, Up<ClusterFigures> result) {
        ClusterFigures figures = result.figures();
        if (figures.status().equals("red")) {
            health.down().withDetail("reason", "the status of the cluster is red");
        }
        health.withDetail("cluster_status", figures.status())
                .withDetail("nodes", figures.nodes())
                .withDetail("unassigned_shards", figures.unassignedShards())
                .withDetail("latency_ms", result.latency().toNanos() / 1e6);
    }
}
