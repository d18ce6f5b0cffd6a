package io.tocsin.channel.template.model;

import io.tocsin.channel.MessageStyle;
import io.tocsin.channel.render.AlertView;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * One alert, as templates see it; docs/templates.md explains each component. Texts are empty when there is none.
 *
 * @param status {@code firing} or {@code resolved}
 * @param statusText the same in the reader's language
 * @param symbol a coloured disc
 * @param colour {@code #RRGGBB}
 * @param name the alert's name
 * @param severity as the sender writes it
 * @param summary one line; the name when the sender gave none
 * @param hasSummary whether the summary adds anything to the name
 * @param description several lines; empty when it equals the summary
 * @param instance the instance
 * @param started since when, in the reader's zone
 * @param ended until when; empty while it fires
 * @param duration how long it has been or was firing
 * @param labels the labels that the group does not share
 * @param labelText the same as one line
 * @param distinction what distinguishes it from alerts with the same short line
 * @param links graph, runbook, dashboard, silence, as far as they exist
 * @param longLinks the same, of those that are too long for chats; the longest have no URL
 * @param notes further annotations
 * @param noteText the same as one line
 * @param allLabels every label
 * @param annotations every annotation
 */
public record AlertModel(
        String status,
        String statusText,
        String symbol,
        SafeText colour,
        String name,
        String severity,
        String summary,
        boolean hasSummary,
        String description,
        String instance,
        String started,
        String ended,
        String duration,
        Map<String, String> labels,
        String labelText,
        String distinction,
        List<LinkModel> links,
        List<LinkModel> longLinks,
        Map<String, String> notes,
        String noteText,
        Map<String, String> allLabels,
        Map<String, String> annotations) {

    public static AlertModel of(AlertView alert, MessageStyle style) {
        return new AlertModel(
                alert.status().name().toLowerCase(Locale.ROOT),
                style.text("status." + alert.status()),
                alert.tone().symbol(),
                new SafeText(alert.tone().colour()),
                alert.name(),
                alert.severity(),
                alert.summary(),
                alert.hasSummary(),
                alert.description(),
                alert.instance(),
                alert.started(),
                alert.ended(),
                alert.duration(),
                alert.labels(),
                line(alert.labels()),
                alert.distinction(),
                links(alert, true),
                links(alert, false),
                alert.notes(),
                line(alert.notes()),
                alert.allLabels(),
                alert.annotations());
    }

    private static List<LinkModel> links(AlertView alert, boolean forChat) {
        return alert.links().stream()
                .filter(link -> link.fitsChat() == forChat)
                .map(LinkModel::of)
                .toList();
    }

    public static String line(Map<String, String> labels) {
        return labels.entrySet().stream()
                .map(label -> label.getKey() + "=" + label.getValue())
                .collect(Collectors.joining("  "));
    }
}
