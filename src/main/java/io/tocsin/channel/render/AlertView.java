package io.tocsin.channel.render;

import io.tocsin.alert.Alert;
import io.tocsin.alert.AlertStatus;
import io.tocsin.alert.Notification;
import io.tocsin.alert.Text;
import io.tocsin.channel.Link;
import io.tocsin.channel.Message;
import io.tocsin.channel.MessageStyle;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * One alert in a reader's language and zone; all texts are free of control characters, and empty when there is none.
 *
 * @param status firing or resolved
 * @param name one line
 * @param severity one line, as the sender writes it
 * @param summary one line; the name when the sender gave none; why no notification is sent comes first
 * @param description several lines; empty when it equals the summary
 * @param instance one line
 * @param started since when, with the zone
 * @param ended until when, with the zone; empty while it fires
 * @param duration how long it has been or was firing
 * @param labels those that the group does not share and that are not shown elsewhere
 * @param links absolute http(s) links
 * @param distinction what distinguishes it from alerts of the message with the same short line; at most 80 characters, empty
 *     when not needed
 * @param notes the annotations that are shown nowhere else, Grafana's measured values among them; each of at most 1,000 characters
 * @param allLabels every label of the alert
 * @param annotations every annotation of the alert
 */
public record AlertView(
        AlertStatus status,
        String name,
        String severity,
        String summary,
        String description,
        String instance,
        String started,
        String ended,
        String duration,
        SortedMap<String, String> labels,
        List<Link> links,
        String distinction,
        SortedMap<String, String> notes,
        Map<String, String> allLabels,
        Map<String, String> annotations) {

    private static final int LINE = 500;
    private static final int BLOCK = 8_000;
    private static final int NOTE = 1_000;
    /** In addition those in other readers' languages, and those that Grafana adds for itself. */
    private static final Pattern ANNOTATIONS_SHOWN = Pattern.compile(
            "(?:summary|message|description)(?:_[a-z]{2})?|(?:runbook|dashboard|logs)_url|dashboard|__.*",
            Pattern.DOTALL);

    private static final Set<String> SHOWN_ELSEWHERE = Set.of("alertname", "severity", "instance");

    static AlertView of(Alert alert, String distinction, Message message, MessageStyle style) {
        String name = Text.line(alert.name(), LINE);
        String said = annotation(alert, style, "summary", "message")
                .map(text -> Text.line(text, LINE))
                .orElse(name);
        String summary = alert.muting() == null ? said : Text.line(style.text(alert.muting()) + " · " + said, LINE);
        String description = annotation(alert, style, "description")
                .map(text -> Text.block(text, BLOCK))
                .filter(text -> !text.equals(summary))
                .orElse("");
        Instant end = alert.endsAt();
        return new AlertView(
                alert.status(),
                name,
                label(alert, "severity"),
                summary,
                description,
                label(alert, "instance"),
                style.time(alert.startsAt()),
                end == null ? "" : style.time(end),
                style.duration(alert.startsAt(), end == null ? message.receivedAt() : end),
                differing(alert.labels(), message.content().commonLabels()),
                links(alert, message.content(), style),
                distinction,
                notes(alert),
                new SanitizedMap(alert.labels(), text -> Text.line(text, LINE)),
                new SanitizedMap(alert.annotations(), text -> Text.block(text, BLOCK)));
    }

    /** The severity as a colour. */
    public StatusColor tone() {
        return StatusColor.of(status, severity);
    }

    /** Whether the summary adds anything to the name. */
    public boolean hasSummary() {
        return !summary.equals(name);
    }

    /** The labels worth showing that differ from {@code common}; internal ones are omitted. */
    static SortedMap<String, String> differing(Map<String, String> labels, Map<String, String> common) {
        SortedMap<String, String> differing = new TreeMap<>();
        labels.forEach((name, value) -> {
            boolean shown = SHOWN_ELSEWHERE.contains(name) || name.startsWith("__") || value.isBlank();
            if (!shown && !Objects.equals(common.get(name), value)) {
                differing.put(Text.line(name, LINE), Text.line(value, LINE));
            }
        });
        return differing;
    }

    private static SortedMap<String, String> notes(Alert alert) {
        SortedMap<String, String> notes = new TreeMap<>();
        alert.annotations().forEach((name, value) -> {
            if (!ANNOTATIONS_SHOWN.matcher(name).matches() && !value.isBlank()) {
                notes.put(Text.line(name, LINE), Text.line(value, NOTE));
            }
        });
        return notes;
    }

    private static String label(Alert alert, String name) {
        return Text.line(alert.labels().getOrDefault(name, ""), LINE);
    }

    /** The first existing annotation, in the reader's language ({@code summary_zh}) before the general one. */
    private static Optional<String> annotation(Alert alert, MessageStyle style, String... names) {
        String language = "_" + style.locale().getLanguage();
        return annotation(
                alert,
                Stream.of(names)
                        .flatMap(name -> Stream.of(name + language, name))
                        .toArray(String[]::new));
    }

    private static Optional<String> annotation(Alert alert, String... names) {
        return Stream.of(names)
                .map(name -> alert.annotations().getOrDefault(name, ""))
                .filter(text -> !text.isBlank())
                .findFirst();
    }

    private static List<Link> links(Alert alert, Notification content, MessageStyle style) {
        String silence = style.text("link.silence");
        Optional<Link> silenceLink = alert.status() != AlertStatus.FIRING
                ? Optional.empty()
                : Link.of(silence, alert.silenceUrl())
                        .or(() -> Link.silence(silence, content.externalUrl(), alert.labels()));
        String dashboard = style.text("link.dashboard");
        return Stream.of(
                        Link.of(style.text("link.graph"), alert.generatorUrl()),
                        Link.of(style.text("link.runbook"), alert.annotations().get("runbook_url")),
                        Link.of(dashboard, alert.dashboardUrl())
                                .or(() -> Link.of(
                                        dashboard,
                                        annotation(alert, "dashboard_url", "dashboard")
                                                .orElse(null))),
                        Link.of(style.text("link.logs"), alert.logsUrl()),
                        silenceLink)
                .flatMap(Optional::stream)
                .toList();
    }
}
