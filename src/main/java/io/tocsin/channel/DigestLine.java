package io.tocsin.channel;

import java.time.Instant;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * One alert as a digest tells it: what it has come to, whatever messages about it were waiting.
 *
 * @param alert its latest state, without the texts that a line has no room for
 * @param times how often it fired anew while it waited, at least 1
 */
public record DigestLine(MessageAlert alert, int times) {

    private static final int MAX_LABELS = 100;
    private static final int MAX_VALUE = 500;

    /** The line of an alert that no earlier message is waiting for. */
    public static DigestLine of(MessageAlert alert) {
        return new DigestLine(trimmed(alert), 1);
    }

    /**
     * The line when a later message about the same alert waits as well: a firing that nobody was told of and its end are
     * one line, the end.
     */
    public DigestLine then(MessageAlert later) {
        boolean anew = later.status() == MessageStatus.FIRING && !Objects.equals(later.startsAt(), alert.startsAt());
        return new DigestLine(trimmed(later), anew ? times + 1 : times);
    }

    /** Bounded, because many lines are held at once, and labels may be of any length. */
    private static MessageAlert trimmed(MessageAlert alert) {
        Map<String, String> labels = alert.labels().entrySet().stream()
                .sorted(Map.Entry.comparingByKey())
                .limit(MAX_LABELS)
                .collect(Collectors.toMap(Map.Entry::getKey, label -> Text.cut(label.getValue(), MAX_VALUE)));
        Instant start = alert.startsAt();
        return new MessageAlert(
                alert.status(), labels, summary(alert), start, alert.endsAt(), null, null, null, fingerprint(alert));
    }

    private static Map<String, String> summary(MessageAlert alert) {
        return Stream.of("summary", "message")
                .map(alert.annotations()::get)
                .filter(text -> text != null && !text.isBlank())
                .findFirst()
                .map(text -> Map.of("summary", Text.line(text, MAX_VALUE)))
                .orElse(Map.of());
    }

    private static String fingerprint(MessageAlert alert) {
        return Text.cut(alert.fingerprint(), MAX_VALUE);
    }

    /** The summary; empty when the sender gave none. */
    String summary() {
        return value(alert.annotations().get("summary"));
    }

    /** The label's value; empty when the alert has no such label. */
    String label(String name) {
        return value(alert.labels().get(name));
    }

    private static String value(@Nullable String text) {
        return text == null ? "" : text;
    }
}
