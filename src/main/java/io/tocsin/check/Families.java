package io.tocsin.check;

import io.prometheus.metrics.model.snapshots.CounterSnapshot;
import io.prometheus.metrics.model.snapshots.CounterSnapshot.CounterDataPointSnapshot;
import io.prometheus.metrics.model.snapshots.GaugeSnapshot;
import io.prometheus.metrics.model.snapshots.GaugeSnapshot.GaugeDataPointSnapshot;
import io.prometheus.metrics.model.snapshots.InfoSnapshot;
import io.prometheus.metrics.model.snapshots.InfoSnapshot.InfoDataPointSnapshot;
import io.prometheus.metrics.model.snapshots.Labels;
import io.prometheus.metrics.model.snapshots.MetricMetadata;
import io.prometheus.metrics.model.snapshots.MetricSnapshot;
import io.prometheus.metrics.model.snapshots.MetricSnapshots;
import io.prometheus.metrics.model.snapshots.UnknownSnapshot;
import io.prometheus.metrics.model.snapshots.UnknownSnapshot.UnknownDataPointSnapshot;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BiFunction;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The metric families of one sample. Names are given without {@code _total} and {@code _info}; labels as name, value,
 * name, value. The first call fixes a family's help and type.
 *
 * A figure that the registry would refuse is omitted, and of a duplicate series the last figure is kept: one unexpected line of
 * a server or of the kernel costs that figure, never the scrape.
 */
public final class Families {

    private static final Logger log = LoggerFactory.getLogger(Families.class);

    private enum Type {
        GAUGE,
        COUNTER,
        UNTYPED,
        INFO
    }

    private record Family(Type type, MetricMetadata metadata, Map<Labels, Double> values) {

        MetricSnapshot snapshot() {
            return switch (type) {
                case GAUGE -> new GaugeSnapshot(metadata, points((l, v) -> new GaugeDataPointSnapshot(v, l, null)));
                case COUNTER ->
                    new CounterSnapshot(metadata, points((l, v) -> new CounterDataPointSnapshot(v, l, null, 0)));
                case UNTYPED ->
                    new UnknownSnapshot(metadata, points((l, v) -> new UnknownDataPointSnapshot(v, l, null)));
                case INFO -> new InfoSnapshot(metadata, points((l, v) -> new InfoDataPointSnapshot(l)));
            };
        }

        private <T> List<T> points(BiFunction<Labels, Double, T> point) {
            return values.entrySet().stream()
                    .map(entry -> point.apply(entry.getKey(), entry.getValue()))
                    .toList();
        }
    }

    private final Map<String, Family> families = new LinkedHashMap<>();

    public Families gauge(String name, String help, double value, String... labels) {
        return add(Type.GAUGE, name, help, value, labels);
    }

    /** A counter; a negative value is not added. */
    public Families counter(String name, String help, double value, String... labels) {
        return value >= 0 ? add(Type.COUNTER, name, help, value, labels) : this;
    }

    /** A figure of no declared type, as some exporters publish it. */
    public Families untyped(String name, String help, double value, String... labels) {
        return add(Type.UNTYPED, name, help, value, labels);
    }

    /** A gauge that is always 1 and carries its facts as labels. */
    public Families info(String name, String help, String... labels) {
        return add(Type.INFO, name, help, 1, labels);
    }

    /** All of them, in the form that the registry needs. */
    public MetricSnapshots snapshots() {
        return new MetricSnapshots(
                families.values().stream().map(Family::snapshot).toList());
    }

    private Families add(Type type, String name, String help, double value, String[] labels) {
        try {
            Labels series = labels.length == 0 ? Labels.EMPTY : Labels.of(labels);
            Family family = families.computeIfAbsent(
                    name, added -> new Family(type, new MetricMetadata(added, help), new LinkedHashMap<>()));
            if (family.type() == type) {
                family.values().put(series, value);
            } else {
                log.debug("{} is a {} and a {}", name, family.type(), type);
            }
        } catch (IllegalArgumentException e) {
            log.debug("{} cannot be exposed", name, e);
        }
        return this;
    }
}
