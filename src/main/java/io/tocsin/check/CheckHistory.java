package io.tocsin.check;

import io.tocsin.check.CheckFigure.Unit;
import io.tocsin.check.CheckReport.State;
import io.tocsin.check.CheckResult.Down;
import io.tocsin.check.CheckSummary.Drawn;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The last hour of one monitored component: rings of numbers of a fixed size, read and written without waiting for the
 * component.
 *
 * @param <T> the figures of the check
 */
final class CheckHistory<T> {

    static final int POINTS = 240;

    private record Total(Instant at, double part, double whole) {}

    /** A ring of values, initially unknown. */
    private static final class Series {

        private final Unit unit;
        private final double[] values = new double[POINTS];

        Series(Unit unit) {
            this.unit = unit;
            Arrays.fill(values, Double.NaN);
        }
    }

    private final MonitoredComponent<T> watched;
    private final Instant[] times = new Instant[POINTS];
    private final Map<String, Series> series = new LinkedHashMap<>();
    private final Map<String, Total> totals = new LinkedHashMap<>();
    private final Map<String, Double> changes = new LinkedHashMap<>();
    private int count;

    CheckHistory(MonitoredComponent<T> watched) {
        this.watched = watched;
    }

    /** Records the current values. */
    synchronized void take(Instant now) {
        Sampler<T> sampler = watched.sampler();
        if (sampler == null) {
            return;
        }
        CheckResult<T> result = sampler.last();
        int place = count % POINTS;
        times[place] = now;
        series.values().forEach(one -> one.values[place] = Double.NaN);
        for (Drawn figure : watched.summary(result).figures()) {
            Series kept = series.computeIfAbsent(figure.name(), name -> new Series(figure.unit()));
            kept.values[place] =
                    figure.part() == null ? figure.value() : change(figure, figure.part(), result.sampledAt());
        }
        count++;
    }

    /** The ratio of two increases since the last time; unknown the first time, and after a restart of the component. */
    private double change(Drawn figure, double part, Instant at) {
        Double other = figure.whole();
        double seconds = at.toEpochMilli() / 1000.0;
        Total now = new Total(at, part, other == null ? seconds : other);
        Total before = totals.put(figure.name(), now);
        if (before != null && before.at().equals(at)) {
            totals.put(figure.name(), before);
            return changes.getOrDefault(figure.name(), Double.NaN);
        }
        double value = before == null || now.part() < before.part() || now.whole() <= before.whole()
                ? Double.NaN
                : (now.part() - before.part()) / (now.whole() - before.whole());
        changes.put(figure.name(), other == null ? value : 100 * value);
        return changes.getOrDefault(figure.name(), Double.NaN);
    }

    /** The current values, with their history. */
    synchronized CheckReport report() {
        Sampler<T> sampler = watched.sampler();
        if (sampler == null) {
            return new CheckReport(
                    watched.id(), State.OFF, watched.setting(), "", null, Map.of(), List.of(), List.of());
        }
        CheckResult<T> result = sampler.last();
        CheckSummary summary = watched.summary(result);
        String reason = result instanceof Down<T> down ? down.reason() : summary.trouble();
        return new CheckReport(
                watched.id(),
                reason.isEmpty() ? State.UP : State.DOWN,
                "",
                reason,
                result.sampledAt(),
                Map.copyOf(summary.facts()),
                inOrder(place -> times[place]),
                figures(summary));
    }

    /**
     * The names of the summary; and those that were known before, so that a chart does not vanish when the component is down.
     */
    private List<CheckFigure> figures(CheckSummary summary) {
        List<CheckFigure> figures = new ArrayList<>();
        for (Drawn figure : summary.figures()) {
            double value = figure.part() == null ? figure.value() : changes.getOrDefault(figure.name(), Double.NaN);
            figures.add(new CheckFigure(
                    figure.name(), figure.unit(), value, figure.limit(), past(series.get(figure.name()))));
        }
        if (figures.isEmpty()) {
            series.forEach((name, kept) -> figures.add(new CheckFigure(name, kept.unit, Double.NaN, null, past(kept))));
        }
        return figures;
    }

    private List<Double> past(@Nullable Series kept) {
        return kept == null ? List.of() : inOrder(place -> kept.values[place]);
    }

    private interface Place<V> {
        V at(int index);
    }

    private <V> List<V> inOrder(Place<V> ring) {
        List<V> values = new ArrayList<>();
        for (int n = Math.max(0, count - POINTS); n < count; n++) {
            values.add(ring.at(n % POINTS));
        }
        return values;
    }

    /** How often values are recorded, so that the ring holds an hour. */
    static Duration interval() {
        return Duration.ofHours(1).dividedBy(POINTS);
    }
}
