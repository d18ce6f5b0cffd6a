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
 * The last hour of one watched thing: rings of numbers of a fixed size, read and written without waiting for the thing itself.
 *
 * @param <T> the figures of the check
 */
final class CheckHistory<T> {

    static final int POINTS = 240;

    private record Total(Instant at, double part, double whole) {}

    /** A ring of values, unknown ones at first. */
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

    /** Keeps what is known now. */
    synchronized void take(Instant now) {
        Sampler<T> sampler = watched.sampler();
        if (sampler == null) {
            return;
        }
        CheckResult<T> result = sampler.last();
        int place = count % POINTS;
        times[place] = now;
        series.values().forEach(one -> one.values[place] = Double.NaN);
        for (Drawn figure : watched.portrait(result).figures()) {
            Series kept = series.computeIfAbsent(figure.name(), name -> new Series(figure.unit()));
            kept.values[place] =
                    figure.part() == null ? figure.value() : change(figure, figure.part(), result.sampledAt());
        }
        count++;
    }

    /** What grew since the last time, by what it is measured by; unknown the first time, and after a restart of the thing. */
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

    /** What is known now, with the past. */
    synchronized CheckReport report() {
        Sampler<T> sampler = watched.sampler();
        if (sampler == null) {
            return new CheckReport(
                    watched.id(), State.OFF, watched.setting(), "", null, Map.of(), List.of(), List.of());
        }
        CheckResult<T> result = sampler.last();
        CheckSummary portrait = watched.portrait(result);
        String reason = result instanceof Down<T> down ? down.reason() : portrait.trouble();
        return new CheckReport(
                watched.id(),
                reason.isEmpty() ? State.UP : State.DOWN,
                "",
                reason,
                result.sampledAt(),
                Map.copyOf(portrait.facts()),
                inOrder(place -> times[place]),
                figures(portrait));
    }

    /** Those of the portrait; and those that were known before, so that a line does not vanish with the thing. */
    private List<CheckFigure> figures(CheckSummary portrait) {
        List<CheckFigure> figures = new ArrayList<>();
        for (Drawn drawn : portrait.figures()) {
            double value = drawn.part() == null ? drawn.value() : changes.getOrDefault(drawn.name(), Double.NaN);
            figures.add(
                    new CheckFigure(drawn.name(), drawn.unit(), value, drawn.limit(), past(series.get(drawn.name()))));
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

    /** How often something is kept, so that the ring holds an hour. */
    static Duration interval() {
        return Duration.ofHours(1).dividedBy(POINTS);
    }
}
