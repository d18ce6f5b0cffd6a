package io.tocsin.channel.dingtalk;

import io.tocsin.channel.AlertView;
import io.tocsin.channel.Fitted;
import io.tocsin.channel.Link;
import io.tocsin.channel.Message;
import io.tocsin.channel.MessageStyle;
import io.tocsin.channel.MessageView;
import io.tocsin.channel.PlainText;
import io.tocsin.channel.Text;
import io.tocsin.channel.dingtalk.Mentions.Called;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/**
 * Lays a message out in the subset of Markdown that DingTalk renders: headings, bold, links, paragraphs. DingTalk takes
 * 20,000 bytes (its error 460101 says so); what exactly they count is not documented, so that the whole body stays
 * below 18,000.
 */
final class DingTalkRenderer {

    private static final JsonMapper JSON = JsonMapper.builder().build();
    private static final int MAX_BYTES = 18_000;
    /** Heading, shared labels, what is left out, the delivery id and JSON's own characters. */
    private static final int RESERVE = 4_000;

    private static final int MAX_LINES = 4_000;
    private static final int MAX_PLAIN = 3_000;
    private static final String PARAGRAPH = "\n\n";

    private final MessageStyle style;
    private final Mentions mentions;

    DingTalkRenderer(MessageStyle style, Mentions mentions) {
        this.style = style;
        this.mentions = mentions;
    }

    byte[] render(Message message) {
        MessageView view = MessageView.of(message, style);
        Called called = mentions.of(message);
        ObjectNode body = JSON.createObjectNode().put("msgtype", "markdown");
        body.putObject("markdown").put("title", Text.cut(view.title(), 60)).put("text", text(view, called.text()));
        return JSON.writeValueAsBytes(at(body, called));
    }

    byte[] renderPlain(Message message) {
        Called called = mentions.of(message);
        ObjectNode body = JSON.createObjectNode().put("msgtype", "text");
        // A full-width at sign, so that only our own mentions are mentions.
        String text = PlainText.of(message, MAX_PLAIN).replace('@', '＠');
        body.putObject("text").put("content", text + "\n" + called.text());
        return JSON.writeValueAsBytes(at(body, called));
    }

    /** A body in which nobody can be recognised. */
    String withoutPeople(String body) {
        String shown = body;
        for (String who : mentions.everyone()) {
            shown = shown.replace("@" + who, "@***").replace('"' + who + '"', "\"***\"");
        }
        return shown;
    }

    private static ObjectNode at(ObjectNode body, Called called) {
        ObjectNode at = body.putObject("at").put("isAtAll", called.all());
        called.mobiles().forEach(at.putArray("atMobiles")::add);
        called.userIds().forEach(at.putArray("atUserIds")::add);
        return body;
    }

    private String text(MessageView view, String called) {
        // A mention stands in the text and once more in "at", with quotes and a comma.
        int room = MAX_BYTES - RESERVE - 4 * Text.utf8Length(called);
        Fitted<String> alerts = Fitted.fit(
                view.alerts(),
                new Fitted.Forms<>(this::full, DingTalkRenderer::line, DingTalkRenderer::size),
                room,
                view.alerts().size(),
                MAX_LINES);
        Stream<String> paragraphs = Stream.of(
                        Stream.of(heading(view), view.counts(), pairs(view.commonLabels(), 400)),
                        alerts.full().stream(),
                        alerts.lines().stream(),
                        Stream.of(
                                alerts.omitted() > 0 ? style.text("more", alerts.omitted()) : "",
                                view.truncated(),
                                called,
                                style.text("delivery", view.deliveryId())))
                .flatMap(stream -> stream);
        return paragraphs.filter(text -> !text.isEmpty()).collect(Collectors.joining(PARAGRAPH));
    }

    private static String heading(MessageView view) {
        return "#### <font color=\"" + view.tone().colour() + "\">" + Markdown.inline(view.title()) + "</font>";
    }

    private String full(AlertView alert) {
        String links = alert.links().stream().map(DingTalkRenderer::link).collect(Collectors.joining("  "));
        return Stream.of(
                        firstLine(alert, 100),
                        alert.hasSummary() ? Markdown.block(Text.cut(alert.summary(), 300)) : "",
                        Markdown.block(Text.cut(alert.description(), 600)),
                        times(alert),
                        pairs(alert.labels(), 300),
                        links)
                .filter(text -> !text.isEmpty())
                .collect(Collectors.joining(PARAGRAPH));
    }

    private static String firstLine(AlertView alert, int max) {
        String name = alert.tone().symbol() + " **" + Markdown.inline(Text.cut(alert.name(), max)) + "**";
        return Stream.of(alert.severity(), alert.instance())
                .filter(text -> !text.isEmpty())
                .map(text -> " · " + Markdown.inline(Text.cut(text, max)))
                .collect(Collectors.joining("", name, ""));
    }

    private static String line(AlertView alert) {
        String summary = Markdown.inline(Text.cut(alert.summary(), 60));
        return firstLine(alert, 60) + (alert.hasSummary() ? " · " + summary : "");
    }

    private String times(AlertView alert) {
        String started = style.text("started") + ": " + alert.started();
        String ended = alert.ended().isEmpty() ? "" : "  \n" + style.text("ended") + ": " + alert.ended();
        String duration = alert.duration().isEmpty() ? "" : "  \n" + style.text("duration") + ": " + alert.duration();
        return started + ended + duration;
    }

    private static String pairs(Map<String, String> labels, int max) {
        String pairs = labels.entrySet().stream()
                .map(label -> label.getKey() + "=" + label.getValue())
                .collect(Collectors.joining("  "));
        return Markdown.lineStart(Markdown.inline(Text.cut(pairs, max)));
    }

    private static String link(Link link) {
        return "[" + link.label() + "](" + link.url() + ")";
    }

    /** What a paragraph takes in the body, with its separator. */
    private static int size(Object form) {
        return JSON.writeValueAsBytes(form).length + 2;
    }
}
