package io.tocsin.channel.render;

import io.tocsin.alert.Alert;
import io.tocsin.alert.AlertStatus;
import io.tocsin.alert.Distinctions;
import io.tocsin.alert.Text;
import io.tocsin.channel.Digest;
import io.tocsin.channel.DigestLine;
import io.tocsin.channel.MessageStyle;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;

/**
 * A digest in a reader's language and zone, the same for all channels; a channel only formats it.
 *
 * @param title one line, such as {@code [DIGEST] 12 firing, 3 resolved (critical)}
 * @param tone the severity as a colour
 * @param origin how many notifications it contains
 * @param severities how many firing alerts there are of each severity; empty when nothing is firing
 * @param truncated says how many alerts the senders left out; empty when none
 * @param lines one for each alert, the most important first
 * @param foot the delivery under which the history has it
 * @param page absolute http(s) URL of that delivery's page; empty when there is none
 */
public record DigestView(
        String title,
        StatusColor tone,
        String origin,
        String severities,
        String truncated,
        List<DigestLineView> lines,
        String foot,
        String page) {

    /** Builds the view of a digest for a reader. */
    public static DigestView of(Digest digest, MessageStyle style) {
        Distinctions distinctions = Distinctions.among(
                digest.lines().stream().map(DigestLine::alert).toList());
        List<DigestLineView> lines = digest.lines().stream()
                .map(line -> DigestLineView.of(line, distinctions.of(line.alert()), digest.at(), style))
                .toList();
        DigestLine worst = digest.lines().isEmpty() ? null : digest.lines().get(0);
        String severity = worst == null ? "" : Text.line(worst.label("severity"), 20);
        AlertStatus status = worst == null ? AlertStatus.FIRING : worst.alert().status();
        String title = "[" + style.text("digest") + "] " + counts(digest.lines(), style)
                + (severity.isEmpty() ? "" : " (" + severity + ")");
        long truncated = digest.truncatedAlerts();
        return new DigestView(
                title.strip(),
                StatusColor.of(status, severity),
                style.text("digest.of", digest.deliveries()),
                severities(digest.lines()),
                truncated > 0 ? style.text("truncated", truncated) : "",
                lines,
                style.text("digest.delivery", digest.deliveryId(), digest.deliveries()),
                Objects.requireNonNullElse(digest.page(), ""));
    }

    private static String counts(List<DigestLine> lines, MessageStyle style) {
        List<String> counts = new ArrayList<>(2);
        for (AlertStatus status : AlertStatus.values()) {
            long count = lines.stream()
                    .filter(line -> line.alert().status() == status)
                    .count();
            if (count > 0) {
                counts.add(style.text("counts." + status.name().toLowerCase(Locale.ROOT), count));
            }
        }
        return String.join(style.text("counts.separator"), counts);
    }

    /** The first few; a sender may have as many severities as alerts. */
    private static String severities(List<DigestLine> lines) {
        Map<String, Integer> counts = new LinkedHashMap<>();
        lines.stream()
                .filter(line -> line.alert().status() == AlertStatus.FIRING)
                .map(line -> Text.line(line.label("severity"), 20))
                .filter(severity -> !severity.isEmpty())
                .forEach(severity -> counts.merge(severity, 1, Integer::sum));
        return counts.entrySet().stream()
                        .limit(5)
                        .map(count -> count.getKey() + ": " + count.getValue())
                        .collect(Collectors.joining(" · "))
                + (counts.size() > 5 ? " · …" : "");
    }

    /**
     * One alert of a digest; all texts are of one line, limited in length, and free of control characters.
     *
     * @param tone the severity as a colour
     * @param name the alert's name
     * @param facts the existing ones of severity, instance, distinction from other lines, summary, duration, number of firings,
     *     and the target that it was meant for
     */
    public record DigestLineView(StatusColor tone, String name, List<String> facts) {

        /** The line in its longest form, whatever is beside it. */
        public static DigestLineView of(DigestLine line, Instant at, MessageStyle style) {
            return of(line, Distinctions.longest(line.alert()), at, style);
        }

        static DigestLineView of(DigestLine line, String distinction, Instant at, MessageStyle style) {
            Alert alert = line.alert();
            String severity = Text.line(line.label("severity"), 20);
            String name = Text.line(alert.name(), 60);
            List<String> facts = new ArrayList<>(6);
            facts.add(severity);
            facts.add(Text.line(line.label("instance"), 60));
            facts.add(Text.line(distinction, Distinctions.LONGEST));
            facts.add(alert.muting() == null ? "" : Text.line(style.text(alert.muting()), 160));
            facts.add(Text.line(line.summary(), 120));
            facts.add(lasting(alert, at, style));
            facts.add(line.times() > 1 ? style.text("digest.times", line.times()) : "");
            facts.add(line.fallbackOf() == null ? "" : style.text("via", line.fallbackOf()));
            facts.removeIf(fact -> fact.isEmpty() || fact.equals(name));
            return new DigestLineView(StatusColor.of(alert.status(), severity), name, List.copyOf(facts));
        }

        private static String lasting(Alert alert, Instant at, MessageStyle style) {
            Instant end = alert.endsAt();
            boolean over = alert.status() == AlertStatus.RESOLVED;
            String duration = style.duration(alert.startsAt(), over && end != null ? end : at);
            return duration.isEmpty() ? "" : style.text(over ? "digest.lasted" : "digest.for", duration);
        }

        /** Symbol, name and facts in one text. */
        public String text() {
            return tone.symbol() + " " + name
                    + facts.stream().map(fact -> " · " + fact).collect(Collectors.joining());
        }
    }
}
