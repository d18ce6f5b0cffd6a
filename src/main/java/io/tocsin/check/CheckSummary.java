package io.tocsin.check;

import io.tocsin.check.CheckFigure.Unit;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The part of a result that is shown to people: built by the check, which knows what its figures mean. */
public final class CheckSummary {

    /** More would be no overview, and each has an hour of history. */
    private static final int MOST_FIGURES = 12;

    /**
     * One number, or the two that it is computed from.
     *
     * @param value the value itself; NaN when it is computed from the two below
     * @param part the increasing counter
     * @param whole the counter that it is divided by; null for the elapsed time
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

    /** Adds a fact that is no number; an empty text adds nothing. */
    public CheckSummary fact(String name, String text) {
        if (!text.isEmpty()) {
            facts.put(name, text);
        }
        return this;
    }

    /**
     * Adds a number.
     *
     * @param limit its threshold or maximum; null when there is none
     */
    public CheckSummary figure(String name, Unit unit, double value, @Nullable Double limit) {
        return add(new Drawn(name, unit, value, limit, null, null));
    }

    /** Adds the per-second rate of a counter. */
    public CheckSummary rate(String name, double total) {
        return add(new Drawn(name, Unit.PER_SECOND, Double.NaN, null, total, null));
    }

    /** Adds the share of one counter's recent increase in another's, in percent. */
    public CheckSummary share(String name, double part, double whole) {
        return add(new Drawn(name, Unit.PERCENT, Double.NaN, null, part, whole));
    }

    /** Reports that it is unusable although it answers; an empty reason changes nothing. */
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
