package io.tocsin.channel;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;

/**
 * The alerts of a message as they fit into it: the first in full, more of them in one line each, the rest only counted.
 *
 * @param <F> the full form of an alert
 * @param full the full forms
 * @param lines the one-line forms of the alerts that follow
 * @param omitted how many alerts follow these
 */
public record Fitted<F>(List<F> full, List<String> lines, int omitted) {

    /**
     * How a channel tells one alert.
     *
     * @param <F> the full form of an alert
     * @param full the full form
     * @param line the one-line form
     * @param size the bytes that either takes in the message
     */
    public record Forms<F>(
            Function<AlertView, F> full, Function<AlertView, String> line, Function<Object, Integer> size) {}

    /**
     * Fits the alerts into so many bytes. When not all fit in full, a third is left for the one-line forms.
     *
     * @param room bytes for full forms and lines together
     * @param maxFull the most full forms
     * @param maxLines bytes for the lines at most
     */
    public static <F> Fitted<F> fit(List<AlertView> alerts, Forms<F> forms, int room, int maxFull, int maxLines) {
        List<F> full = take(alerts, forms.full(), forms.size(), room, maxFull);
        if (full.size() < alerts.size()) {
            full = take(alerts, forms.full(), forms.size(), room - room / 3, maxFull);
        }
        List<AlertView> rest = alerts.subList(full.size(), alerts.size());
        List<String> lines = take(rest, forms.line(), forms.size(), Math.min(room / 3, maxLines), rest.size());
        return new Fitted<>(full, lines, rest.size() - lines.size());
    }

    private static <T> List<T> take(
            List<AlertView> alerts, Function<AlertView, T> form, Function<Object, Integer> size, int room, int most) {
        List<T> taken = new ArrayList<>();
        int left = room;
        for (AlertView alert : alerts) {
            T next = form.apply(alert);
            left -= size.apply(next);
            if (left < 0 || taken.size() == most) {
                break;
            }
            taken.add(next);
        }
        return taken;
    }
}
