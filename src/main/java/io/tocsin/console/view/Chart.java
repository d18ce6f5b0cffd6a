package io.tocsin.console.view;

import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * The data of a chart, which the script draws.
 *
 * @param x times, in seconds of the epoch, rising
 * @param series the values at these times
 * @param unit of the values: {@code %}, {@code ms}, {@code B}, or empty
 */
public record Chart(List<Long> x, List<Series> series, String unit) {

    /**
     * One line, or the bars of one colour.
     *
     * @param name what it is, in the reader's language
     * @param values as many as there are times; null for a gap
     * @param tone {@code bad}, {@code warn}, {@code ok}, {@code info} or {@code mute}
     */
    public record Series(String name, List<@Nullable Double> values, String tone) {

        /** The sum, for the legend. */
        public double sum() {
            return values.stream()
                    .filter(Objects::nonNull)
                    .mapToDouble(value -> value)
                    .sum();
        }
    }
}
