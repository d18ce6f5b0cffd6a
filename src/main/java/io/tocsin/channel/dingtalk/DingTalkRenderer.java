package io.tocsin.channel.dingtalk;

import io.tocsin.channel.ChannelType;
import io.tocsin.channel.Message;
import io.tocsin.channel.MessageStyle;
import io.tocsin.channel.PlainText;
import io.tocsin.channel.dingtalk.Mentions.Called;
import io.tocsin.channel.render.MessageView;
import io.tocsin.channel.template.MessageTemplates;
import io.tocsin.channel.template.TemplateInput;
import io.tocsin.channel.template.model.TemplatePart;
import java.util.Optional;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/**
 * Renders a message as DingTalk's Markdown. DingTalk accepts 20,000 bytes (its error 460101 says so); what exactly they count
 * is not documented, so that the whole body stays below 18,000.
 */
final class DingTalkRenderer {

    private static final JsonMapper JSON = JsonMapper.builder().build();
    private static final int MAX_PLAIN = 15_000;
    private static final int MIN_PLAIN = 1_000;

    private final MessageStyle style;
    private final Mentions mentions;
    private final MessageTemplates templates;

    DingTalkRenderer(MessageStyle style, Mentions mentions, MessageTemplates templates) {
        this.style = style;
        this.mentions = mentions;
        this.templates = templates;
    }

    byte[] render(Message message) {
        return templates.build(ChannelType.DINGTALK, () -> ownForm(message));
    }

    private byte[] ownForm(Message message) {
        Called called = mentions.of(message);
        String who = called.text(style.text("everybody"));
        TemplateInput input = TemplateInput.of(MessageView.of(message, style), who);
        String title = templates.render(TemplatePart.DINGTALK_TITLE, input);
        return templates.render(TemplatePart.DINGTALK_MESSAGE, input, text -> {
            byte[] json = markdown(title, text.contains(who) ? text : text + "\n\n" + who, called);
            return json.length <= TemplatePart.DINGTALK_MESSAGE.maxBytes() ? Optional.of(json) : Optional.empty();
        });
    }

    private static byte[] markdown(String title, String text, Called called) {
        ObjectNode body = JSON.createObjectNode().put("msgtype", "markdown");
        body.putObject("markdown").put("title", title).put("text", text);
        return JSON.writeValueAsBytes(at(body, called));
    }

    /** The full-width signs, the quotes and the mentions may need more than is reserved for them. */
    byte[] renderPlain(Message message) {
        int room = MAX_PLAIN;
        byte[] body = plain(message, room);
        while (body.length > TemplatePart.DINGTALK_MESSAGE.maxBytes() && room > MIN_PLAIN) {
            room /= 2;
            body = plain(message, room);
        }
        return body;
    }

    private byte[] plain(Message message, int room) {
        Called called = mentions.of(message);
        ObjectNode body = JSON.createObjectNode().put("msgtype", "text");
        // A full-width at sign, so that only our own mentions are mentions.
        String text = PlainText.of(message, room).replace('@', '＠');
        body.putObject("text").put("content", text + "\n" + called.text(style.text("everybody")));
        return JSON.writeValueAsBytes(at(body, called));
    }

    /** A body in which people cannot be identified. */
    String withoutPeople(String body) {
        String shown = body;
        for (String who : mentions.everyone()) {
            shown = shown.replace("@" + who, "@***").replace('"' + who + '"', "\"***\"");
        }
        return shown;
    }

    /** Adds the mentions of the body. */
    static ObjectNode at(ObjectNode body, Called called) {
        ObjectNode at = body.putObject("at").put("isAtAll", called.all());
        called.mobiles().forEach(at.putArray("atMobiles")::add);
        called.userIds().forEach(at.putArray("atUserIds")::add);
        return body;
    }
}
