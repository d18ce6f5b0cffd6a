package io.tocsin.delivery.jdbc.store;

import org.jspecify.annotations.Nullable;
import org.springframework.boot.diagnostics.AbstractFailureAnalyzer;
import org.springframework.boot.diagnostics.FailureAnalysis;

/** Shows a refused start as what is wrong and what to do, instead of a stack trace. */
class StoreStartFailureAnalyzer extends AbstractFailureAnalyzer<StoreStartException> {

    @Override
    protected FailureAnalysis analyze(Throwable rootFailure, StoreStartException cause) {
        Throwable reason = cause.getCause();
        String description =
                reason == null ? cause.getMessage() : cause.getMessage() + ": " + redacted(reason.getMessage());
        return new FailureAnalysis(description, cause.action(), cause);
    }

    /** A driver's words may repeat the URL or a part of it, and with it a password. */
    private static String redacted(@Nullable String words) {
        return String.valueOf(words)
                .replaceAll("(?i)jdbc:\\S+", "***")
                .replaceAll("(?i)(password\\w*=)[^&;,\\s]*", "$1***")
                .replaceAll("[^\\s/'\"]+@", "***@");
    }
}
