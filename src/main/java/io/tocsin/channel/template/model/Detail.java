package io.tocsin.channel.template.model;

import java.util.Optional;
import java.util.function.Function;
import java.util.function.IntFunction;

/**
 * How much of a message is shown: the first alerts in full, those after them in one line each, the rest counted.
 *
 * @param full how many in full
 * @param lines how many in one line each
 */
public record Detail(int full, int lines) {

    /** As many stay in full, if they fit, before all are named: the most severe should be actionable at once. */
    private static final int HEAD = 3;

    /**
     * Finds the form with the most detail that fits: all alerts in full; else all named, and as many in full as possible; else
     * the first few in full and as many named as possible. A form without any alert does not count, unless there is none.
     *
     * @param alerts how many there are
     * @param form builds the form at a detail; empty when it does not fit
     * @return empty when nothing fits
     */
    public static <T> Optional<T> most(int alerts, Function<Detail, Optional<T>> form) {
        Optional<T> all = form.apply(new Detail(alerts, 0));
        return all.isPresent() ? all : head(alerts, form);
    }

    private static <T> Optional<T> head(int alerts, Function<Detail, Optional<T>> form) {
        for (int full = Math.min(alerts, HEAD); full > 0; full--) {
            Optional<T> alone = form.apply(new Detail(full, 0));
            if (alone.isPresent()) {
                return Optional.of(rest(alerts, full, 0, alone.get(), form));
            }
        }
        return alerts == 0
                ? Optional.empty()
                : form.apply(new Detail(0, 1)).map(line -> rest(alerts, 0, 1, line, form));
    }

    private static <T> T rest(int alerts, int head, int lines, T known, Function<Detail, Optional<T>> form) {
        int others = alerts - head;
        Optional<T> named = form.apply(new Detail(head, others));
        if (named.isPresent()) {
            return search(head, alerts, named.get(), full -> form.apply(new Detail(full, alerts - full)));
        }
        return search(lines, others, known, more -> form.apply(new Detail(head, more)));
    }

    /** The form of the largest number that fits, between one that does and one that does not. */
    private static <T> T search(int fits, int tooMany, T best, IntFunction<Optional<T>> form) {
        int low = fits;
        int high = tooMany;
        T found = best;
        while (high - low > 1) {
            int middle = (low + high) >>> 1;
            Optional<T> tried = form.apply(middle);
            if (tried.isPresent()) {
                low = middle;
                found = tried.get();
            } else {
                high = middle;
            }
        }
        return found;
    }
}
