package io.tocsin.channel;

import org.springframework.boot.diagnostics.AbstractFailureAnalyzer;
import org.springframework.boot.diagnostics.FailureAnalysis;

/** Shows a mistake in a target's configuration as what is wrong and what to do, in place of a stack trace. */
class TargetMistakeAnalyzer extends AbstractFailureAnalyzer<TargetMistake> {

    @Override
    protected FailureAnalysis analyze(Throwable failure, TargetMistake mistake) {
        return new FailureAnalysis(mistake.getMessage(), "Correct the setting and start again.", mistake);
    }
}
