package io.tocsin.intake.routing;

import org.springframework.boot.diagnostics.AbstractFailureAnalyzer;
import org.springframework.boot.diagnostics.FailureAnalysis;

/** Shows a routing mistake as what is wrong and what to do, in place of a stack trace. */
class RoutingFailureAnalyzer extends AbstractFailureAnalyzer<RoutingConfigurationException> {

    @Override
    protected FailureAnalysis analyze(Throwable failure, RoutingConfigurationException mistake) {
        return new FailureAnalysis(mistake.getMessage(), mistake.action(), mistake);
    }
}
