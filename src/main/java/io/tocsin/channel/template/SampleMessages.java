package io.tocsin.channel.template;

import io.tocsin.channel.Message;
import io.tocsin.channel.MessageAlert;
import io.tocsin.channel.MessageContent;
import io.tocsin.channel.MessageStatus;
import io.tocsin.channel.MessageStyle;
import io.tocsin.channel.MessageView;
import java.time.Instant;
import java.time.ZoneId;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** Messages on which templates are tried: usual ones, and those that break a careless template. */
final class SampleMessages {

    private static final Instant START = Instant.parse("2026-01-02T03:04:05Z");
    private static final Instant RECEIVED = START.plusSeconds(330);
    private static final String HOSTILE =
            "</b><!channel> *x* _y_ `z` [a](http://b.example) @all # h\n\n> q\n${x} <#if>";

    private SampleMessages() {}

    /** The samples by name, each in both languages. */
    static Map<String, MessageView> all() {
        Map<String, MessageView> views = new LinkedHashMap<>();
        List<MessageStyle> styles = List.of(
                new MessageStyle(Locale.ENGLISH, ZoneId.of("UTC")),
                new MessageStyle(Locale.SIMPLIFIED_CHINESE, ZoneId.of("Asia/Shanghai")));
        for (MessageStyle style : styles) {
            contents()
                    .forEach((name, content) -> views.put(
                            name + ", " + style.locale().toLanguageTag(),
                            MessageView.of(new Message("sample-1", 1, RECEIVED, content), style)));
        }
        return views;
    }

    private static Map<String, MessageContent> contents() {
        MessageAlert firing = usual(MessageStatus.FIRING);
        MessageAlert resolved = usual(MessageStatus.RESOLVED);
        Map<String, MessageContent> contents = new LinkedHashMap<>();
        contents.put("firing", content(List.of(firing)));
        contents.put("resolved", content(List.of(resolved)));
        contents.put("firing and resolved", content(List.of(firing, resolved)));
        contents.put("many", content(Collections.nCopies(300, firing)));
        contents.put("no labels", content(List.of(alert(MessageStatus.FIRING, Map.of(), Map.of()))));
        contents.put("no alert", content(List.of()));
        Map<String, String> labels = Map.of("alertname", HOSTILE, "severity", HOSTILE, "instance", HOSTILE);
        contents.put(
                "hostile",
                content(List.of(alert(
                        MessageStatus.FIRING,
                        labels,
                        Map.of("summary", HOSTILE, "description", HOSTILE.repeat(200))))));
        return contents;
    }

    private static MessageAlert usual(MessageStatus status) {
        return alert(
                status,
                Map.of("alertname", "HighCPU", "severity", "critical", "instance", "a1:9100", "job", "node"),
                Map.of(
                        "summary", "CPU above 90 %",
                        "description", "It has been so for five minutes.",
                        "runbook_url", "https://runbooks.example.com/cpu"));
    }

    private static MessageAlert alert(
            MessageStatus status, Map<String, String> labels, Map<String, String> annotations) {
        Instant end = status == MessageStatus.RESOLVED ? START.plusSeconds(300) : null;
        return new MessageAlert(
                status, labels, annotations, START, end, "https://prometheus.example.com/graph", null, null, "");
    }

    private static MessageContent content(List<MessageAlert> alerts) {
        return new MessageContent(
                "{}:{alertname=\"HighCPU\"}",
                "tocsin",
                Map.of("alertname", "HighCPU"),
                Map.of("alertname", "HighCPU"),
                Map.of(),
                alerts,
                alerts.size() > 100 ? 7 : 0,
                "https://alertmanager.example.com");
    }
}
