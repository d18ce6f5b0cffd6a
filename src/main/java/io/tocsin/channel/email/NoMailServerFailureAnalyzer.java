package io.tocsin.channel.email;

import org.springframework.boot.diagnostics.AbstractFailureAnalyzer;
import org.springframework.boot.diagnostics.FailureAnalysis;

/** Shows the refused start as what is wrong and what to do, instead of a stack trace. */
class NoMailServerFailureAnalyzer extends AbstractFailureAnalyzer<NoMailServerException> {

    @Override
    protected FailureAnalysis analyze(Throwable rootFailure, NoMailServerException cause) {
        return new FailureAnalysis(
                cause.getMessage(),
                "Set spring.mail.host, and spring.mail.port, spring.mail.username and spring.mail.password as the server"
                        + " needs them, or remove the targets.",
                cause);
    }
}
