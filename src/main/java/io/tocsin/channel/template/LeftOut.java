package io.tocsin.channel.template;

import freemarker.core.HTMLOutputFormat;
import io.tocsin.alert.Text;
import io.tocsin.channel.template.model.AlertModel;
import io.tocsin.channel.template.model.Markdown;
import io.tocsin.channel.template.model.MessageModel;
import io.tocsin.channel.template.model.TemplatePart;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Function;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * What an operator's template leaves out of a body: alerts that it was given, how many more there are, the delivery.
 *
 * @param lines what is to be added, one line each, not escaped
 */
record LeftOut(List<String> lines) {

    /** As much of a text must be there; templates cut long ones. */
    private static final int START = 40;

    /**
     * Compares a body with what its template was given. An alert is shown when its name is there, and beside it what
     * distinguishes it from others of that name: the instance, and the distinguishing labels. Letter case does not count.
     */
    static LeftOut of(TemplatePart part, String text, MessageModel message) {
        Body body = new Body(part, text.toLowerCase(Locale.ROOT));
        List<AlertModel> given =
                Stream.concat(message.full().stream(), message.lines().stream()).toList();
        Map<String, Long> names = counts(given, AlertModel::name);
        Map<String, Long> places = counts(given, LeftOut::place);
        List<String> lines = new ArrayList<>();
        for (AlertModel alert : given) {
            boolean shown = body.has(alert.name())
                    && (names.getOrDefault(alert.name(), 1L) == 1 || body.has(alert.instance()))
                    && (places.getOrDefault(place(alert), 1L) == 1 || body.distinguishes(alert));
            if (!shown) {
                lines.add(line(alert));
            }
        }
        if (message.omitted() > 0 && !body.hasNumber(message.omitted()) && !body.has(message.more())) {
            lines.add(message.more());
        }
        if (!body.has(message.deliveryId()) && !text.contains(message.deliveryId())) {
            lines.add(message.delivery());
        }
        return new LeftOut(lines);
    }

    /** The body with what it leaves out at its end. */
    String addedTo(TemplatePart part, String text) {
        if (lines.isEmpty()) {
            return text;
        }
        Stream<String> escaped = lines.stream().map(part::escape);
        if (part.format() != HTMLOutputFormat.INSTANCE) {
            // Two spaces are a line break in Markdown.
            return text + "\n\n" + escaped.collect(Collectors.joining(part.isMarkup() ? "  \n" : "\n"));
        }
        String paragraph = escaped.collect(Collectors.joining("<br>\n", "<p>", "</p>\n"));
        int end = text.toLowerCase(Locale.ROOT).lastIndexOf("</body>");
        return end < 0 ? text + paragraph : text.substring(0, end) + paragraph + text.substring(end);
    }

    private static Map<String, Long> counts(List<AlertModel> alerts, Function<AlertModel, String> key) {
        return alerts.stream().collect(Collectors.groupingBy(key, Collectors.counting()));
    }

    private static String place(AlertModel alert) {
        return alert.name() + '\n' + alert.instance();
    }

    private static String line(AlertModel alert) {
        return Stream.of(
                        "[" + alert.statusText() + "] " + alert.name(),
                        alert.severity(),
                        alert.instance(),
                        alert.distinction(),
                        alert.hasSummary() ? alert.summary() : "")
                .filter(text -> !text.isEmpty())
                .map(LeftOut::shortened)
                .collect(Collectors.joining(" · "));
    }

    private static String shortened(String text) {
        return Text.cut(text, 80);
    }

    /**
     * A text that a template made.
     *
     * @param text in lower case
     */
    private record Body(TemplatePart part, String text) {

        private boolean has(String given) {
            int start = given.codePointCount(0, given.length()) <= START
                    ? given.length()
                    : given.offsetByCodePoints(0, START);
            String beginning = given.substring(0, start);
            // In JSON the function markdown(text) may have been applied before.
            return contains(beginning) || (part.isJson() && contains(Markdown.lineStart(Markdown.inline(beginning))));
        }

        private boolean contains(String wanted) {
            return text.contains(part.escape(wanted).toLowerCase(Locale.ROOT));
        }

        /** Among alerts of the same name and instance, which have distinguishing labels unless severity or summary differ. */
        private boolean distinguishes(AlertModel alert) {
            return alert.distinction().isEmpty()
                    ? has(alert.severity()) && has(alert.summary())
                    : Stream.of(alert.distinction().split("[ …]+", -1))
                            .allMatch(word -> has(word.substring(word.indexOf('=') + 1)));
        }

        private boolean hasNumber(long number) {
            return Pattern.compile("(?<![0-9])" + number + "(?![0-9])")
                    .matcher(text)
                    .find();
        }
    }
}
