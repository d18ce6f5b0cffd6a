package io.tocsin.channel.slack;

import io.tocsin.channel.AlertView;
import io.tocsin.channel.Fitted;
import io.tocsin.channel.Link;
import io.tocsin.channel.Message;
import io.tocsin.channel.MessageStyle;
import io.tocsin.channel.MessageView;
import io.tocsin.channel.PlainText;
import io.tocsin.channel.Text;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * Lays a message out as one coloured attachment of blocks. What comes from outside is plain text, because Slack's
 * mark-up has no escape for {@code * _ ~ `}; only our own links are mark-up. Limits (docs.slack.dev): 50 blocks, 3,000
 * characters in a section; and all blocks together about 13,200 characters, which is known from the error {@code
 * msg_blocks_too_long} only.
 */
final class SlackRenderer {

    private static final JsonMapper JSON = JsonMapper.builder().build();
    private static final int MAX_BYTES = 12_000;
    /** Title, head, lines, what is left out, the delivery id: everything but the alerts told in full. */
    private static final int RESERVE = 3_000;
    /** An alert takes two blocks; five blocks are not alerts. */
    private static final int MAX_FULL = 20;
    /** A section's text has 3,000 characters, and no character takes less than a byte. */
    private static final int MAX_LINES = 2_500;
    /** What a text may have; a link that needs more is left out. */
    private static final int MAX_TEXT = 3_000;

    private final MessageStyle style;

    SlackRenderer(MessageStyle style) {
        this.style = style;
    }

    byte[] render(Message message) {
        MessageView view = MessageView.of(message, style);
        ArrayNode blocks = JSON.createArrayNode();
        blocks.add(plainSection(head(view)));
        Fitted<List<ObjectNode>> alerts = Fitted.fit(
                view.alerts(),
                new Fitted.Forms<>(this::full, SlackRenderer::line, SlackRenderer::size),
                MAX_BYTES - RESERVE,
                MAX_FULL,
                MAX_LINES);
        alerts.full().forEach(blocks::addAll);
        if (!alerts.lines().isEmpty()) {
            blocks.add(plainSection(String.join("\n", alerts.lines())));
        }
        blocks.add(foot(view, alerts.omitted()));
        ObjectNode body = body(view.tone().symbol() + " " + view.title());
        body.withArray("attachments")
                .addObject()
                .put("color", view.tone().colour())
                .set("blocks", blocks);
        return JSON.writeValueAsBytes(body);
    }

    byte[] renderPlain(Message message) {
        return JSON.writeValueAsBytes(body(PlainText.of(message, 3_000)));
    }

    private static ObjectNode body(String text) {
        return JSON.createObjectNode()
                .put("text", escape(text))
                .put("mrkdwn", false)
                .put("unfurl_links", false)
                .put("unfurl_media", false);
    }

    private static String head(MessageView view) {
        String head = Stream.of(view.counts(), pairs(view.commonLabels(), 300), view.truncated())
                .filter(text -> !text.isEmpty())
                .collect(Collectors.joining("\n"));
        return head.isEmpty() ? view.title() : head;
    }

    private List<ObjectNode> full(AlertView alert) {
        ObjectNode section = plainSection(describe(alert));
        List<ObjectNode> links = alert.links().stream()
                .map(SlackRenderer::link)
                .filter(link -> link.length() <= MAX_TEXT)
                .map(link -> text("mrkdwn", link))
                .toList();
        return links.isEmpty() ? List.of(section) : List.of(section, context(links));
    }

    /** At most 1,400 code points, of which Slack may count each as two characters. */
    private String describe(AlertView alert) {
        String summary = alert.hasSummary() ? Text.cut(alert.summary(), 200) : "";
        return Stream.of(
                        firstLine(alert, 80),
                        summary,
                        Text.cut(alert.description(), 500),
                        times(alert),
                        pairs(alert.labels(), 250))
                .filter(text -> !text.isEmpty())
                .collect(Collectors.joining("\n"));
    }

    private String times(AlertView alert) {
        String started = style.text("started") + ": " + alert.started();
        String ended = alert.ended().isEmpty() ? "" : ", " + style.text("ended") + ": " + alert.ended();
        return started + ended + (alert.duration().isEmpty() ? "" : " (" + alert.duration() + ")");
    }

    private static String firstLine(AlertView alert, int max) {
        return Stream.of(alert.name(), alert.severity(), alert.instance())
                .filter(text -> !text.isEmpty())
                .map(text -> Text.cut(text, max))
                .collect(Collectors.joining(" · ", alert.tone().symbol() + " ", ""));
    }

    private static String line(AlertView alert) {
        return firstLine(alert, 60) + (alert.hasSummary() ? " · " + Text.cut(alert.summary(), 60) : "");
    }

    private ObjectNode foot(MessageView view, int omitted) {
        String more = omitted > 0 ? style.text("more", omitted) + " · " : "";
        return context(List.of(text("plain_text", more + style.text("delivery", view.deliveryId()))));
    }

    private static String pairs(Map<String, String> labels, int max) {
        return Text.cut(
                labels.entrySet().stream()
                        .map(label -> label.getKey() + "=" + label.getValue())
                        .collect(Collectors.joining("  ")),
                max);
    }

    private static String link(Link link) {
        return "<" + escape(link.url()) + "|" + escape(link.label()) + ">";
    }

    /** The ampersand first, or the others' escapes would be escaped. */
    private static String escape(String text) {
        return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;");
    }

    private static ObjectNode plainSection(String text) {
        ObjectNode section = JSON.createObjectNode().put("type", "section");
        section.set("text", text("plain_text", text));
        return section;
    }

    private static ObjectNode context(List<ObjectNode> texts) {
        ObjectNode context = JSON.createObjectNode().put("type", "context");
        context.withArray("elements").addAll(texts);
        return context;
    }

    private static ObjectNode text(String type, String text) {
        ObjectNode node = JSON.createObjectNode().put("type", type).put("text", text);
        return type.equals("plain_text") ? node.put("emoji", false) : node;
    }

    private static int size(Object form) {
        return JSON.writeValueAsBytes(form).length;
    }
}
