package io.tocsin.check.host;

import io.tocsin.check.CheckCollector;
import io.tocsin.check.CheckResult;
import io.tocsin.check.CheckResult.Up;
import io.tocsin.check.Families;
import io.tocsin.check.Sampler;

/** Exposes the host as node_exporter does. */
final class HostCollector extends CheckCollector<HostSample> {

    HostCollector(Sampler<HostSample> sampler) {
        super(sampler);
    }

    @Override
    protected void describe(Families families, CheckResult<HostSample> result) {
        if (result instanceof Up<HostSample> up) {
            up.figures().figures().forEach(figure -> figure.accept(families));
        }
    }
}
