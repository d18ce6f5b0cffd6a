package io.tocsin.alert.routing;

import org.springframework.boot.diagnostics.AbstractFailureAnalyzer;
import org.springframework.boot.diagnostics.FailureAnalysis;

/** Shows a routing mistake as what is wrong and what to do, in place of a stack trace. */
class RoutingMistakeAnalyzer extends AbstractFailureAnalyzer<RoutingMistake> {

    @Override
    protected FailureAnalysis analyze(Throwable failure, RoutingMistake mistake) {
        return new FailureAnalysis(mistake.getMessage(), mistake.action(), mistake);
    }
}
