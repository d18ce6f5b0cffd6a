package io.tocsin.channel.template;

import org.springframework.boot.diagnostics.AbstractFailureAnalyzer;
import org.springframework.boot.diagnostics.FailureAnalysis;

/** Shows a mistake in a template as what is wrong and what to do, in place of a stack trace. */
class TemplateFailureAnalyzer extends AbstractFailureAnalyzer<InvalidTemplateException> {

    @Override
    protected FailureAnalysis analyze(Throwable failure, InvalidTemplateException mistake) {
        return new FailureAnalysis(
                mistake.getMessage(),
                "Correct the file, or remove it so that the built-in template is used. docs/templates.md says what"
                        + " templates may use.",
                mistake);
    }
}
