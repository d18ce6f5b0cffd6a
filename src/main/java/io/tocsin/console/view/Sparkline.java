package io.tocsin.console.view;

import io.tocsin.check.CheckFigure;
import io.tocsin.check.CheckFigure.Unit;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;

/**
 * The last hour of a figure as a small line, drawn by the server so that it needs no script.
 *
 * @param path the line as the {@code d} of an SVG path, {@value #WIDTH} by {@value #HEIGHT}; empty without values
 * @param lowest value in it
 * @param highest value in it
 */
public record Sparkline(String path, double lowest, double highest) {

    static final int WIDTH = 120;
    static final int HEIGHT = 24;
    private static final double HOUR = Duration.ofHours(1).toMillis();

    private static final Sparkline NONE = new Sparkline("", Double.NaN, Double.NaN);

    /** The line of a figure; the right end is now, the bottom is zero. */
    public static Sparkline of(CheckFigure figure, List<Instant> times, Instant now) {
        List<Double> values = figure.history();
        double highest = values.stream()
                .filter(v -> !v.isNaN())
                .mapToDouble(v -> v)
                .max()
                .orElse(Double.NaN);
        if (Double.isNaN(highest) || values.size() != times.size()) {
            return NONE;
        }
        double lowest = values.stream()
                .filter(v -> !v.isNaN())
                .mapToDouble(v -> v)
                .min()
                .orElse(highest);
        double top = figure.unit() == Unit.PERCENT ? 100 : Math.max(highest, 1e-9);
        StringBuilder path = new StringBuilder();
        boolean drawing = false;
        for (int n = 0; n < values.size(); n++) {
            double value = values.get(n);
            if (!Double.isNaN(value)) {
                double x = WIDTH * (1 - Duration.between(times.get(n), now).toMillis() / HOUR);
                double y = HEIGHT - 1 - (HEIGHT - 2) * Math.min(1, value / top);
                path.append(String.format(Locale.ROOT, "%s%.1f %.1f", drawing ? "L" : "M", Math.max(0, x), y));
            }
            drawing = !Double.isNaN(value);
        }
        return new Sparkline(path.toString(), lowest, highest);
    }
}
