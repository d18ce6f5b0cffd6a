package io.tocsin.channel.config;

import io.tocsin.channel.TargetConfigurationException;
import org.springframework.boot.diagnostics.AbstractFailureAnalyzer;
import org.springframework.boot.diagnostics.FailureAnalysis;

/** Shows a mistake in a target's configuration as what is wrong and what to do, in place of a stack trace. */
class TargetFailureAnalyzer extends AbstractFailureAnalyzer<TargetConfigurationException> {

    @Override
    protected FailureAnalysis analyze(Throwable failure, TargetConfigurationException mistake) {
        return new FailureAnalysis(mistake.getMessage(), "Correct the setting and start again.", mistake);
    }
}
