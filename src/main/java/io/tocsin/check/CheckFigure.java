package io.tocsin.check;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One number of a monitored component, with its last hour.
 *
 * @param name its name: {@code memory}, {@code connections}
 * @param unit its unit
 * @param value the latest; NaN when currently unknown
 * @param limit its threshold or maximum; null when there is none
 * @param history earlier values, oldest first, one for each of {@link CheckReport#times()}; NaN where none was known
 */
public record CheckFigure(
        String name, Unit unit, double value, @Nullable Double limit, List<Double> history) {

    /** The unit of a figure. */
    public enum Unit {
        MILLISECONDS,
        BYTES,
        COUNT,
        PER_SECOND,
        PERCENT
    }

    /** Whether the value is currently known. */
    public boolean isKnown() {
        return !Double.isNaN(value);
    }
}
