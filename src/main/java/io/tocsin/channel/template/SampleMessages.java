package io.tocsin.channel.template;

import io.tocsin.alert.Alert;
import io.tocsin.alert.AlertStatus;
import io.tocsin.alert.Notification;
import io.tocsin.channel.Message;
import io.tocsin.channel.MessageStyle;
import io.tocsin.channel.render.MessageView;
import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/** Messages on which templates are tried: usual ones, and those that break a careless template. */
final class SampleMessages {

    private static final Instant START = Instant.parse("2026-01-02T03:04:05Z");
    private static final Instant RECEIVED = START.plusSeconds(330);
    private static final String DELIVERY = "sample-1";
    private static final String PAGE = "https://tocsin.example.com/deliveries/" + DELIVERY;
    private static final String HOSTILE =
            "</b><!channel> *x* _y_ `z` [a](http://b.example) @all # h\n\n> q\n${x} <#if>";

    /** The prefix of names that no mark-up changes, and of which none is a prefix of another. */
    private static final String MARK = "Sample";

    /** Beyond any number of omitted alerts, so that no name is mistaken for it. */
    private static final int FIRST = 501;

    private static final List<String> SEVERITIES = List.of("critical", "warning", "info", "");

    private SampleMessages() {}

    /** The samples by name, each in both languages. */
    static Map<String, MessageView> all() {
        Map<String, MessageView> views = new LinkedHashMap<>();
        List<MessageStyle> styles = List.of(
                new MessageStyle(Locale.ENGLISH, ZoneId.of("UTC")),
                new MessageStyle(Locale.SIMPLIFIED_CHINESE, ZoneId.of("Asia/Shanghai")));
        for (MessageStyle style : styles) {
            String language = ", " + style.locale().toLanguageTag();
            contents().forEach((name, content) -> views.put(name + language, view(content, null, style)));
            views.put("shown on a page" + language, view(content(firingAndResolved()), PAGE, style));
        }
        return views;
    }

    private static MessageView view(Notification content, @Nullable String page, MessageStyle style) {
        return MessageView.of(new Message(DELIVERY, 1, RECEIVED, content, null, false, page), style);
    }

    private static Map<String, Notification> contents() {
        Map<String, Notification> contents = new LinkedHashMap<>();
        contents.put("firing", content(marked(AlertStatus.FIRING, 0, 1)));
        contents.put("resolved", content(marked(AlertStatus.RESOLVED, 0, 1)));
        contents.put("firing and resolved", content(firingAndResolved()));
        contents.put("many", content(marked(AlertStatus.FIRING, 0, 300)));
        contents.put("no labels", content(List.of(alert(AlertStatus.FIRING, Map.of(), Map.of()))));
        contents.put("no alert", content(List.of()));
        Map<String, String> labels = Map.of("alertname", HOSTILE, "severity", HOSTILE, "instance", HOSTILE);
        contents.put(
                "hostile",
                content(List.of(alert(
                        AlertStatus.FIRING, labels, Map.of("summary", HOSTILE, "description", HOSTILE.repeat(200))))));
        return contents;
    }

    private static List<Alert> firingAndResolved() {
        int severities = SEVERITIES.size();
        List<Alert> alerts = new ArrayList<>(marked(AlertStatus.FIRING, 0, severities));
        alerts.addAll(marked(AlertStatus.RESOLVED, severities, 2 * severities));
        return alerts;
    }

    private static List<Alert> marked(AlertStatus status, int from, int to) {
        return IntStream.range(from, to)
                .mapToObj(number -> marked(status, FIRST + number))
                .toList();
    }

    /** The distinguishing part starts with its name. Every other one has no annotations. */
    private static Alert marked(AlertStatus status, int number) {
        String name = MARK + number;
        String host = name.toLowerCase(Locale.ROOT);
        Map<String, String> labels = new HashMap<>(Map.of(
                "alertname", name, "instance", host + ".example.com:9100", "pod", host + "-5d9c", "job", "node"));
        String severity = SEVERITIES.get((number - FIRST) % SEVERITIES.size());
        if (!severity.isEmpty()) {
            labels.put("severity", severity);
        }
        boolean annotated = (number - FIRST) % 2 == 0;
        return alert(
                status,
                labels,
                annotated
                        ? Map.of(
                                "summary", name + ": CPU above 90 %",
                                "description", name + " has been so for five minutes.",
                                "runbook_url", "https://runbooks.example.com/cpu")
                        : Map.of());
    }

    private static Alert alert(AlertStatus status, Map<String, String> labels, Map<String, String> annotations) {
        Instant end = status == AlertStatus.RESOLVED ? START.plusSeconds(300) : null;
        return new Alert(
                status, labels, annotations, START, end, "https://prometheus.example.com/graph", null, null, "");
    }

    /** The group is formed by the job, so that no title of several alerts names one of them. */
    private static Notification content(List<Alert> alerts) {
        Map<String, String> common =
                new HashMap<>(alerts.isEmpty() ? Map.of() : alerts.get(0).labels());
        alerts.forEach(alert -> common.entrySet().retainAll(alert.labels().entrySet()));
        Map<String, String> group = new HashMap<>(common);
        group.keySet().retainAll(Set.of("job"));
        return new Notification(
                "{}:{job=\"node\"}",
                "tocsin",
                group,
                common,
                Map.of(),
                alerts,
                alerts.size() > 100 ? 7 : 0,
                "https://alertmanager.example.com");
    }
}
