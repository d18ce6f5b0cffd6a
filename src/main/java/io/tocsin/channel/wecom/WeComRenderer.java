package io.tocsin.channel.wecom;

import io.tocsin.alert.Text;
import io.tocsin.channel.ChannelType;
import io.tocsin.channel.Message;
import io.tocsin.channel.MessageStyle;
import io.tocsin.channel.PlainText;
import io.tocsin.channel.render.MessageView;
import io.tocsin.channel.template.MessageTemplates;
import io.tocsin.channel.template.TemplateInput;
import io.tocsin.channel.template.model.TemplatePart;
import io.tocsin.channel.wecom.WeComMentions.Called;
import java.util.Optional;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * Renders a message as WeCom's Markdown, whose content may have 4,096 bytes, or as text of 2,048 bytes. Source: WeCom developer
 * center, "message push" (91770).
 */
record WeComRenderer(MessageStyle style, WeComMentions mentions, MessageTemplates templates) {

    private static final JsonMapper JSON = JsonMapper.builder().build();
    static final int MAX_BYTES = 4_096;
    private static final int MAX_PLAIN = 1_900;
    private static final int MAX_CALL = 700;

    byte[] render(Message message) {
        return templates.build(ChannelType.WECOM, () -> ownForm(message));
    }

    private byte[] ownForm(Message message) {
        String called = mentions.of(message).markdown();
        TemplateInput input = TemplateInput.of(MessageView.of(message, style), called);
        return templates.render(
                TemplatePart.WECOM_MESSAGE,
                input,
                text -> Optional.of(text.contains(called) ? text : text + "\n" + called)
                        .filter(content -> Text.utf8Length(content) <= MAX_BYTES)
                        .map(WeComRenderer::markdown));
    }

    /**
     * A body of Markdown.
     *
     * @param content at most 4,096 bytes
     */
    static byte[] markdown(String content) {
        ObjectNode body = JSON.createObjectNode().put("msgtype", "markdown");
        body.putObject("markdown").put("content", content);
        return JSON.writeValueAsBytes(body);
    }

    byte[] renderPlain(Message message) {
        ObjectNode text = text(message, MAX_PLAIN);
        mentions.of(message).userIds().forEach(text.putArray("mentioned_list")::add);
        return body(text);
    }

    /** The message after the first, for mentions that Markdown cannot express. */
    byte[] renderCall(Message message) {
        Called called = mentions.of(message);
        ObjectNode text = text(message, MAX_CALL);
        ArrayNode listed = text.putArray("mentioned_list");
        if (called.isCrowd()) {
            called.userIds().forEach(listed::add);
        }
        if (called.all()) {
            listed.add("@all");
        }
        called.mobiles().forEach(text.putArray("mentioned_mobile_list")::add);
        return body(text);
    }

    /** With a full-width sign, so that no external text is a mention. */
    private static ObjectNode text(Message message, int maxBytes) {
        return JSON.createObjectNode()
                .put("content", Text.cutUtf8(PlainText.of(message, maxBytes).replace('<', '＜'), 2_048));
    }

    private static byte[] body(ObjectNode text) {
        return JSON.writeValueAsBytes(
                JSON.createObjectNode().put("msgtype", "text").set("text", text));
    }
}
