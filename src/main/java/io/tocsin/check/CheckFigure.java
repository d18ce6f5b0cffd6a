package io.tocsin.check;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One number of a watched thing, with its last hour.
 *
 * @param name which it is: {@code memory}, {@code connections}
 * @param unit what it counts
 * @param value the latest; NaN when it is not known now
 * @param limit what it must stay below, or can reach at most; null when there is no such thing
 * @param history earlier values, oldest first, one for each of {@link CheckReport#times()}; NaN where none was known
 */
public record CheckFigure(
        String name, Unit unit, double value, @Nullable Double limit, List<Double> history) {

    /** What a figure counts. */
    public enum Unit {
        MILLISECONDS,
        BYTES,
        COUNT,
        PER_SECOND,
        PERCENT
    }

    /** Whether the value is known now. */
    public boolean isKnown() {
        return !Double.isNaN(value);
    }
}
