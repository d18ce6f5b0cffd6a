package io.tocsin.logs.client;

import org.springframework.boot.diagnostics.AbstractFailureAnalyzer;
import org.springframework.boot.diagnostics.FailureAnalysis;

class ElasticsearchFailureAnalyzer extends AbstractFailureAnalyzer<ElasticsearchConfigurationException> {

    @Override
    protected FailureAnalysis analyze(Throwable rootFailure, ElasticsearchConfigurationException cause) {
        return new FailureAnalysis(
                "The log queries are not configured correctly.", String.valueOf(cause.getMessage()), cause);
    }
}
