package io.tocsin.channel.slack;

import io.tocsin.channel.ChannelType;
import io.tocsin.channel.Message;
import io.tocsin.channel.MessageStyle;
import io.tocsin.channel.PlainText;
import io.tocsin.channel.render.MessageView;
import io.tocsin.channel.template.MessageTemplates;
import io.tocsin.channel.template.TemplateInput;
import io.tocsin.channel.template.model.TemplatePart;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/**
 * Renders a message as a line of text and one coloured attachment of blocks. All blocks together may have about 13,200
 * characters, which is known from the error {@code msg_blocks_too_long} only; the whole body stays below 12,000 bytes.
 */
final class SlackRenderer {

    private static final JsonMapper JSON = JsonMapper.builder().build();
    private static final int MAX_PLAIN = 3_000;

    private final MessageStyle style;
    private final SlackMentions mentions;
    private final MessageTemplates templates;

    SlackRenderer(MessageStyle style, SlackMentions mentions, MessageTemplates templates) {
        this.style = style;
        this.mentions = mentions;
        this.templates = templates;
    }

    byte[] render(Message message) {
        return templates.build(ChannelType.SLACK, () -> ownForm(message));
    }

    private byte[] ownForm(Message message) {
        MessageView view = MessageView.of(message, style);
        TemplateInput input = TemplateInput.of(view);
        String title = templates.render(TemplatePart.SLACK_TITLE, input);
        String colour = view.tone().colour();
        ObjectNode body = body(title, mentions.of(message));
        return templates.render(
                TemplatePart.SLACK_MESSAGE,
                input,
                text -> SlackBlocks.of(text)
                        .map(blocks -> {
                            body.putArray("attachments")
                                    .addObject()
                                    .put("color", colour)
                                    .set("blocks", blocks);
                            return JSON.writeValueAsBytes(body);
                        })
                        .filter(json -> json.length <= TemplatePart.SLACK_MESSAGE.maxBytes()));
    }

    byte[] renderPlain(Message message) {
        return JSON.writeValueAsBytes(
                body(MessageTemplates.mrkdwn(PlainText.of(message, MAX_PLAIN)), mentions.of(message)));
    }

    /** Mentions are in the text, because one in an attachment notifies no one. */
    static ObjectNode body(String text, String called) {
        return JSON.createObjectNode()
                .put("text", called.isEmpty() ? text : text + "\n" + called)
                .put("unfurl_links", false)
                .put("unfurl_media", false);
    }
}
