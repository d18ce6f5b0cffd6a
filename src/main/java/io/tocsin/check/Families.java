package io.tocsin.check;

import io.prometheus.metrics.model.snapshots.CounterSnapshot;
import io.prometheus.metrics.model.snapshots.CounterSnapshot.CounterDataPointSnapshot;
import io.prometheus.metrics.model.snapshots.GaugeSnapshot;
import io.prometheus.metrics.model.snapshots.GaugeSnapshot.GaugeDataPointSnapshot;
import io.prometheus.metrics.model.snapshots.InfoSnapshot;
import io.prometheus.metrics.model.snapshots.Labels;
import io.prometheus.metrics.model.snapshots.MetricSnapshot;
import io.prometheus.metrics.model.snapshots.MetricSnapshots;
import io.prometheus.metrics.model.snapshots.UnknownSnapshot;
import io.prometheus.metrics.model.snapshots.UnknownSnapshot.UnknownDataPointSnapshot;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Function;

/**
 * The metric families of one sample. Names are given without {@code _total} and {@code _info}; labels as name, value,
 * name, value. The first call fixes a family's help; a name belongs to one type.
 */
public final class Families {

    private interface Family {
        void add(Labels labels, double value);

        MetricSnapshot snapshot();
    }

    private final Map<String, Family> families = new LinkedHashMap<>();

    public Families gauge(String name, String help, double value, String... labels) {
        return add(name, value, labels, unused -> gauges(name, help));
    }

    /** A counter; what is negative is not added. */
    public Families counter(String name, String help, double value, String... labels) {
        return value >= 0 ? add(name, value, labels, unused -> counters(name, help)) : this;
    }

    /** A figure of no declared type, as some exporters publish it. */
    public Families untyped(String name, String help, double value, String... labels) {
        return add(name, value, labels, unused -> unknowns(name, help));
    }

    /** A gauge that is always 1 and carries its facts as labels. */
    public Families info(String name, String help, String... labels) {
        return add(name, 1, labels, unused -> infos(name, help));
    }

    /** All of them, in the form that the registry wants. */
    public MetricSnapshots snapshots() {
        return new MetricSnapshots(
                families.values().stream().map(Family::snapshot).toList());
    }

    private Families add(String name, double value, String[] labels, Function<String, Family> create) {
        families.computeIfAbsent(name, create).add(labels.length == 0 ? Labels.EMPTY : Labels.of(labels), value);
        return this;
    }

    private static Family gauges(String name, String help) {
        GaugeSnapshot.Builder family = GaugeSnapshot.builder().name(name).help(help);
        return new Family() {
            @Override
            public void add(Labels labels, double value) {
                family.dataPoint(new GaugeDataPointSnapshot(value, labels, null));
            }

            @Override
            public MetricSnapshot snapshot() {
                return family.build();
            }
        };
    }

    private static Family counters(String name, String help) {
        CounterSnapshot.Builder family = CounterSnapshot.builder().name(name).help(help);
        return new Family() {
            @Override
            public void add(Labels labels, double value) {
                family.dataPoint(new CounterDataPointSnapshot(value, labels, null, 0));
            }

            @Override
            public MetricSnapshot snapshot() {
                return family.build();
            }
        };
    }

    private static Family unknowns(String name, String help) {
        UnknownSnapshot.Builder family = UnknownSnapshot.builder().name(name).help(help);
        return new Family() {
            @Override
            public void add(Labels labels, double value) {
                family.dataPoint(new UnknownDataPointSnapshot(value, labels, null));
            }

            @Override
            public MetricSnapshot snapshot() {
                return family.build();
            }
        };
    }

    private static Family infos(String name, String help) {
        InfoSnapshot.Builder family = InfoSnapshot.builder().name(name).help(help);
        return new Family() {
            @Override
            public void add(Labels labels, double value) {
                family.dataPoint(new InfoSnapshot.InfoDataPointSnapshot(labels));
            }

            @Override
            public MetricSnapshot snapshot() {
                return family.build();
            }
        };
    }
}
