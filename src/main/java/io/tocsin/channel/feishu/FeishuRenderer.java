package io.tocsin.channel.feishu;

import io.tocsin.channel.ChannelType;
import io.tocsin.channel.Link;
import io.tocsin.channel.Message;
import io.tocsin.channel.MessageStyle;
import io.tocsin.channel.PlainText;
import io.tocsin.channel.render.MessageView;
import io.tocsin.channel.template.MessageTemplates;
import io.tocsin.channel.template.TemplateInput;
import io.tocsin.channel.template.model.TemplatePart;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** Renders a message as a card, or as plain text. */
record FeishuRenderer(MessageStyle style, FeishuMentions mentions, MessageTemplates templates, FeishuCard form) {

    private static final int MAX_PLAIN = 15_000;
    private static final int MIN_PLAIN = 1_000;

    byte[] render(Message message) {
        return templates.build(ChannelType.FEISHU, () -> ownForm(message));
    }

    private byte[] ownForm(Message message) {
        MessageView view = MessageView.of(message, style);
        String called = mentions.inCard(message);
        TemplateInput input = TemplateInput.of(view, called);
        String title = templates.render(TemplatePart.FEISHU_TITLE, input);
        return templates.render(TemplatePart.FEISHU_MESSAGE, input, text -> {
            String all = text.contains(called) ? text : text + "\n\n" + called;
            return Optional.of(form.card(title, view.tone(), all, buttons(view)))
                    .filter(json -> json.length <= FeishuCard.MAX_BYTES);
        });
    }

    /** A button does not show to which of several alerts it belongs. */
    private List<Link> buttons(MessageView view) {
        Stream<Link> alert = view.alerts().size() == 1
                ? view.alerts().get(0).links().stream().filter(Link::fitsChat)
                : Stream.of();
        return Stream.concat(alert, page(view.page())).toList();
    }

    /** The delivery's page, when there is one. */
    private Stream<Link> page(String url) {
        return Stream.of(new Link(style.text("link.delivery"), url)).filter(link -> !url.isEmpty());
    }

    /** Quotes and mentions may need more than is reserved for them. */
    byte[] renderPlain(Message message) {
        int room = MAX_PLAIN;
        byte[] body = plain(message, room);
        while (body.length > FeishuCard.MAX_BYTES && room > MIN_PLAIN) {
            room /= 2;
            body = plain(message, room);
        }
        return body;
    }

    private byte[] plain(Message message, int room) {
        String called = mentions.inText(message, style.text("everybody"));
        // A full-width sign, so that only our own mentions are mentions.
        String text = PlainText.of(message, room).replace('<', '＜');
        return form.text(called.isEmpty() ? text : text + "\n" + called);
    }
}
