package io.tocsin.logs.watch;

import io.tocsin.check.CheckCollector;
import io.tocsin.check.CheckResult;
import io.tocsin.check.CheckResult.Up;
import io.tocsin.check.Families;
import io.tocsin.check.Sampler;

/** {@code elasticsearch_up}, beside {@code redis_up} and {@code mysql_up}. */
class ElasticsearchCollector extends CheckCollector<ClusterFigures> {

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
