package io.tocsin.channel.slack;

import io.tocsin.channel.Digest;
import io.tocsin.channel.DigestLine;
import io.tocsin.channel.MessageStyle;
import io.tocsin.channel.http.DigestForm;
import io.tocsin.channel.render.DigestView;
import io.tocsin.channel.render.DigestView.DigestLineView;
import io.tocsin.channel.template.MessageTemplates;
import java.time.Instant;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * A digest as one coloured attachment of plain text sections, of about 3,000 characters each, all blocks together below
 * 12,000 bytes.
 */
final class SlackDigestForm implements DigestForm {

    private static final JsonMapper JSON = JsonMapper.builder().build();
    private static final int MAX_BYTES = 12_000;
    /** Head, foot, and the overhead of blocks and sections. */
    private static final int RESERVE = 2_000;

    private static final int MAX_SECTION = 2_900;

    private final MessageStyle style;
    private final SlackMentions mentions;

    SlackDigestForm(MessageStyle style, SlackMentions mentions) {
        this.style = style;
        this.mentions = mentions;
    }

    @Override
    public int room() {
        return MAX_BYTES - RESERVE;
    }

    @Override
    public int size(DigestLine line, Instant at) {
        // The quotes represent the line feed, which is two bytes in JSON.
        return JSON.writeValueAsBytes(DigestLineView.of(line, at, style).text()).length;
    }

    @Override
    public byte[] render(Digest digest) {
        DigestView view = DigestView.of(digest, style);
        ArrayNode blocks = JSON.createArrayNode();
        section(blocks, lines(Stream.of(view.origin(), view.severities(), view.truncated())));
        sections(blocks, view.lines());
        blocks.addObject().put("type", "context").putArray("elements").add(foot(view));
        ObjectNode body = SlackRenderer.body(
                MessageTemplates.mrkdwn(view.tone().symbol() + " " + view.title()), mentions.of(digest.toMessage()));
        body.withArray("attachments")
                .addObject()
                .put("color", view.tone().colour())
                .set("blocks", blocks);
        return JSON.writeValueAsBytes(body);
    }

    private static void sections(ArrayNode blocks, List<DigestLineView> lines) {
        StringBuilder section = new StringBuilder(MAX_SECTION);
        for (DigestLineView line : lines) {
            String text = line.text();
            if (section.length() + text.length() > MAX_SECTION) {
                section(blocks, section.toString());
                section.setLength(0);
            }
            section.append(text).append('\n');
        }
        section(blocks, section.toString().strip());
    }

    private static void section(ArrayNode blocks, String text) {
        if (!text.isEmpty()) {
            blocks.addObject().put("type", "section").set("text", text(text));
        }
    }

    private static ObjectNode foot(DigestView view) {
        String foot = MessageTemplates.mrkdwn(view.foot());
        return JSON.createObjectNode()
                .put("type", "mrkdwn")
                .put("text", view.page().isEmpty() ? foot : "<" + view.page() + "|" + foot + ">")
                .put("verbatim", true);
    }

    private static ObjectNode text(String text) {
        return JSON.createObjectNode()
                .put("type", "plain_text")
                .put("text", text)
                .put("emoji", false);
    }

    private static String lines(Stream<String> texts) {
        return texts.filter(text -> !text.isEmpty()).collect(Collectors.joining("\n"));
    }
}
