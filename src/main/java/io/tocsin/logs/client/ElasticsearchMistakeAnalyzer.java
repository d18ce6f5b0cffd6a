package io.tocsin.logs.client;

import org.springframework.boot.diagnostics.AbstractFailureAnalyzer;
import org.springframework.boot.diagnostics.FailureAnalysis;

class ElasticsearchMistakeAnalyzer extends AbstractFailureAnalyzer<ElasticsearchMistake> {

    @Override
    protected FailureAnalysis analyze(Throwable rootFailure, ElasticsearchMistake cause) {
        return new FailureAnalysis(
                "The log queries are not configured correctly.", String.valueOf(cause.getMessage()), cause);
    }
}
