package io.tocsin.check;

import io.prometheus.metrics.model.registry.MultiCollector;
import io.prometheus.metrics.model.snapshots.MetricSnapshots;
import org.jspecify.annotations.Nullable;

/**
 * Exposes the last result of a check under names that Micrometer cannot produce; built once per result, not per
 * scrape. A bean of this type is registered by itself.
 *
 * @param <T> the figures of the check
 */
public abstract class CheckCollector<T> implements MultiCollector {

    private record Built<T>(CheckResult<T> result, MetricSnapshots snapshots) {}

    private final Sampler<T> sampler;
    private volatile @Nullable Built<T> built;

    protected CheckCollector(Sampler<T> sampler) {
        this.sampler = sampler;
    }

    @Override
    public final MetricSnapshots collect() {
        CheckResult<T> result = sampler.last();
        Built<T> known = built;
        if (known == null || known.result() != result) {
            Families families = new Families();
            describe(families, result);
            known = new Built<>(result, families.snapshots());
            built = known;
        }
        return known.snapshots();
    }

    /** Adds the families of the result; those of figures only while it is up, so that no stale one is shown. */
    protected abstract void describe(Families families, CheckResult<T> result);
}
