package io.tocsin.check;

import io.tocsin.check.CheckResult.Up;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/**
 * Something that can be watched; a bean of this type is part of the overview, whether it is watched or not.
 *
 * @param id which it is: {@code redis}
 * @param order its place in the overview, lowest first
 * @param sampler where its results come from; null while it is not watched
 * @param setting the property to set to have it watched
 * @param painter draws the figures of a look that succeeded
 * @param <T> the figures of the check
 */
public record MonitoredComponent<T>(
        String id, int order, @Nullable Sampler<T> sampler, String setting, BiConsumer<CheckSummary, T> painter) {

    /** What is shown of a result; nothing of one without an answer. */
    CheckSummary portrait(CheckResult<T> result) {
        CheckSummary portrait = new CheckSummary();
        if (result instanceof Up<T> up) {
            painter.accept(portrait, up.figures());
        }
        return portrait;
    }
}
