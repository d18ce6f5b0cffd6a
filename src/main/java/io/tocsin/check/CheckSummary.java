package io.tocsin.check;

import io.tocsin.check.CheckFigure.Unit;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What of a result is shown to people: put together by the check that knows what its figures mean. */
public final class CheckSummary {

    /** More would be no overview, and each has an hour of history. */
    private static final int MOST_FIGURES = 12;

    /**
     * One number, or what it is computed from.
     *
     * @param value as it stands; NaN when it comes from the two below
     * @param part what grew
     * @param whole what it is measured by, of which null stands for the time that passed
     */
    record Drawn(
            String name,
            Unit unit,
            double value,
            @Nullable Double limit,
            @Nullable Double part,
            @Nullable Double whole) {}

    private final Map<String, String> facts = new LinkedHashMap<>();
    private final List<Drawn> figures = new ArrayList<>();
    private String trouble = "";

    /** Adds something that is no number; an empty text is nothing. */
    public CheckSummary fact(String name, String text) {
        if (!text.isEmpty()) {
            facts.put(name, text);
        }
        return this;
    }

    /**
     * Adds a number.
     *
     * @param limit what it must stay below, or can reach at most; null when there is no such thing
     */
    public CheckSummary figure(String name, Unit unit, double value, @Nullable Double limit) {
        return add(new Drawn(name, unit, value, limit, null, null));
    }

    /** Adds by how much a number that only grows did so per second. */
    public CheckSummary rate(String name, double total) {
        return add(new Drawn(name, Unit.PER_SECOND, Double.NaN, null, total, null));
    }

    /** Adds how much of what came lately was part of it, in percent; both numbers only grow. */
    public CheckSummary share(String name, double part, double whole) {
        return add(new Drawn(name, Unit.PERCENT, Double.NaN, null, part, whole));
    }

    /** Says that it is of no use although it answers; an empty reason says nothing. */
    public CheckSummary trouble(String reason) {
        trouble = reason;
        return this;
    }

    private CheckSummary add(Drawn figure) {
        if (figures.size() < MOST_FIGURES) {
            figures.add(figure);
        }
        return this;
    }

    Map<String, String> facts() {
        return facts;
    }

    List<Drawn> figures() {
        return figures;
    }

    String trouble() {
        return trouble;
    }
}
