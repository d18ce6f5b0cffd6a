package io.tocsin.channel;

import io.tocsin.alert.Alert;
import io.tocsin.alert.AlertStatus;
import io.tocsin.alert.Text;
import java.time.Instant;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * One alert in a digest: its latest state, whatever messages about it were pending.
 *
 * @param alert its latest state, without the texts that do not fit into a line
 * @param times how often it started firing while it was pending, at least 1
 * @param fallbackOf the target whose fallback all of its messages are for; null when some were meant for this one
 */
public record DigestLine(Alert alert, int times, @Nullable String fallbackOf) {

    private static final int MAX_LABELS = 100;
    private static final int MAX_VALUE = 500;

    /** The line of an alert without an earlier pending message. */
    public static DigestLine of(Alert alert) {
        return of(alert, null);
    }

    /** The same for a message that was meant for another target, unless that is null. */
    public static DigestLine of(Alert alert, @Nullable String fallbackOf) {
        return new DigestLine(trimmed(alert), 1, fallbackOf);
    }

    /**
     * The line when a later message about the same alert is pending too: a firing that was not sent and its end are one line,
     * the end.
     */
    public DigestLine then(Alert later) {
        return then(later, null);
    }

    /** The same when the later message was meant for another target, unless that is null. */
    public DigestLine then(Alert later, @Nullable String laterFallbackOf) {
        boolean again = later.status() == AlertStatus.FIRING && !Objects.equals(later.startsAt(), alert.startsAt());
        String via = Objects.equals(fallbackOf, laterFallbackOf) ? fallbackOf : null;
        return new DigestLine(trimmed(later), again ? times + 1 : times, via);
    }

    /** The line when an earlier message about the same alert is pending too, meant for another target unless that is null. */
    public DigestLine after(@Nullable String earlierFallbackOf) {
        return new DigestLine(alert, times, Objects.equals(fallbackOf, earlierFallbackOf) ? fallbackOf : null);
    }

    /** The line with the alert's state when it is sent. */
    public DigestLine now(Alert current) {
        return new DigestLine(trimmed(current), times, fallbackOf);
    }

    /** Bounded, because many lines are held at once, and labels may be of any length. */
    private static Alert trimmed(Alert alert) {
        Map<String, String> labels = alert.labels().entrySet().stream()
                .sorted(Map.Entry.comparingByKey())
                .limit(MAX_LABELS)
                .collect(Collectors.toMap(Map.Entry::getKey, label -> Text.cut(label.getValue(), MAX_VALUE)));
        Instant start = alert.startsAt();
        return new Alert(
                alert.status(),
                labels,
                summary(alert),
                start,
                alert.endsAt(),
                null,
                null,
                null,
                fingerprint(alert),
                alert.muting());
    }

    private static Map<String, String> summary(Alert alert) {
        return Stream.of("summary", "message")
                .map(alert.annotations()::get)
                .filter(text -> text != null && !text.isBlank())
                .findFirst()
                .map(text -> Map.of("summary", Text.line(text, MAX_VALUE)))
                .orElse(Map.of());
    }

    private static String fingerprint(Alert alert) {
        return Text.cut(alert.fingerprint(), MAX_VALUE);
    }

    /** The summary; empty when the sender gave none. */
    public String summary() {
        return value(alert.annotations().get("summary"));
    }

    /** The label's value; empty when the alert has no such label. */
    public String label(String name) {
        return value(alert.labels().get(name));
    }

    private static String value(@Nullable String text) {
        return text == null ? "" : text;
    }
}
