package io.tocsin.check;

import io.tocsin.check.CheckResult.Up;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/**
 * Something that can be monitored; a bean of this type is part of the overview, whether it is monitored or not.
 *
 * @param id its id: {@code redis}
 * @param order its position in the overview, lowest first
 * @param sampler the source of its results; null while it is not monitored
 * @param setting the property that enables monitoring
 * @param summarizer summarizes the figures of a successful check
 * @param <T> the figures of the check
 */
public record MonitoredComponent<T>(
        String id, int order, @Nullable Sampler<T> sampler, String setting, BiConsumer<CheckSummary, T> summarizer) {

    /** The summary of a result; empty for one without an answer. */
    CheckSummary summary(CheckResult<T> result) {
        CheckSummary summary = new CheckSummary();
        if (result instanceof Up<T> up) {
            summarizer.accept(summary, up.figures());
        }
        return summary;
    }
}
