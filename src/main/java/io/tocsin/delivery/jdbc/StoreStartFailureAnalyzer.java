package io.tocsin.delivery.jdbc;

import org.springframework.boot.diagnostics.AbstractFailureAnalyzer;
import org.springframework.boot.diagnostics.FailureAnalysis;

/** Shows a refused start as what is wrong and what to do, instead of a stack trace. */
class StoreStartFailureAnalyzer extends AbstractFailureAnalyzer<StoreStartException> {

    @Override
    protected FailureAnalysis analyze(Throwable rootFailure, StoreStartException cause) {
        Throwable reason = cause.getCause();
        String description = reason == null ? cause.getMessage() : cause.getMessage() + ": " + reason.getMessage();
        return new FailureAnalysis(description, cause.action(), cause);
    }
}
