package io.tocsin.security;

import org.springframework.boot.diagnostics.AbstractFailureAnalyzer;
import org.springframework.boot.diagnostics.FailureAnalysis;

/** Shows a mistake in {@code tocsin.security} as what is wrong and what to do, in place of a stack trace. */
class SecurityFailureAnalyzer extends AbstractFailureAnalyzer<SecurityConfigurationException> {

    @Override
    protected FailureAnalysis analyze(Throwable failure, SecurityConfigurationException mistake) {
        return new FailureAnalysis(mistake.getMessage(), "Correct the setting and start again.", mistake);
    }
}
