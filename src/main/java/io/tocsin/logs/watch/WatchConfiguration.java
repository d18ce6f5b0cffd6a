package io.tocsin.logs.watch;

import io.tocsin.check.CheckProperties;
import io.tocsin.check.Sampler;
import io.tocsin.logs.client.LogCluster;
import io.tocsin.logs.client.OnElasticsearch;
import java.time.InstantSource;
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
    ElasticsearchHealthIndicator elasticsearchHealthIndicator(Sampler<ClusterFigures> sampler) {
        return new ElasticsearchHealthIndicator(sampler);
    }

    @Bean
    ElasticsearchCollector elasticsearchCollector(Sampler<ClusterFigures> sampler) {
        return new ElasticsearchCollector(sampler);
    }
}
