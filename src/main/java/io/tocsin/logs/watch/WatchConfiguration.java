package io.tocsin.logs.watch;

import io.tocsin.check.CheckCollector;
import io.tocsin.check.CheckHealthIndicator;
import io.tocsin.check.CheckProperties;
import io.tocsin.check.CheckResult;
import io.tocsin.check.CheckResult.Up;
import io.tocsin.check.Families;
import io.tocsin.check.Sampler;
import io.tocsin.logs.client.LogCluster;
import io.tocsin.logs.client.OnElasticsearch;
import io.tocsin.logs.watch.ElasticsearchCheck.ClusterFigures;
import java.time.InstantSource;
import org.springframework.boot.health.contributor.Health;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Conditional;
import org.springframework.context.annotation.Configuration;

/** Monitors the Elasticsearch of {@code spring.elasticsearch} as Redis and MySQL are monitored. */
@Configuration(proxyBeanMethods = false)
@Conditional(OnElasticsearch.class)
class WatchConfiguration {

    @Bean
    Sampler<ClusterFigures> elasticsearchSampler(LogCluster cluster, CheckProperties properties, InstantSource clock) {
        return new Sampler<>(new ElasticsearchCheck(cluster, properties.timeout()), properties, clock);
    }

    @Bean
    CheckHealthIndicator<ClusterFigures> elasticsearchHealthIndicator(Sampler<ClusterFigures> sampler) {
        return new ElasticsearchHealthIndicator(sampler);
    }

    @Bean
    CheckCollector<ClusterFigures> elasticsearchCollector(Sampler<ClusterFigures> sampler) {
        return new ElasticsearchCollector(sampler);
    }

    /** The component {@code elasticsearch} of {@code /health}: down when the cluster lacks data (red) or does not answer. */
    private static final class ElasticsearchHealthIndicator extends CheckHealthIndicator<ClusterFigures> {

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

    /** {@code elasticsearch_up}, beside {@code redis_up} and {@code mysql_up}. */
    private static final class ElasticsearchCollector extends CheckCollector<ClusterFigures> {

        ElasticsearchCollector(Sampler<ClusterFigures> sampler) {
            super(sampler);
        }

        @Override
        protected void describe(Families families, CheckResult<ClusterFigures> result) {
            families.gauge(
                    "elasticsearch_up",
                    "Whether the cluster that holds the logs answers",
                    result instanceof Up<ClusterFigures> ? 1 : 0);
        }
    }
}
