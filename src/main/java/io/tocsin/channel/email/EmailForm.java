package io.tocsin.channel.email;

import io.tocsin.alert.Text;
import io.tocsin.channel.ChannelType;
import io.tocsin.channel.Message;
import io.tocsin.channel.MessageStyle;
import io.tocsin.channel.PlainText;
import io.tocsin.channel.RenderedMessage;
import io.tocsin.channel.render.MessageView;
import io.tocsin.channel.template.MessageTemplates;
import io.tocsin.channel.template.TemplateInput;
import io.tocsin.channel.template.model.TemplatePart;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The content of a mail, before it is addressed.
 *
 * @param subject one line
 * @param text the plain text
 * @param html the same for mail clients that show HTML; null when there is only the text
 */
record EmailForm(String subject, String text, @Nullable String html) {

    private static final int PLAIN_BYTES = 60_000;
    private static final int MAX_SUBJECT = 250;

    /** The channel's own form. */
    static EmailForm of(Message message, MessageStyle style, MessageTemplates templates) {
        return templates.build(ChannelType.EMAIL, () -> of(MessageView.of(message, style), templates));
    }

    static EmailForm of(MessageView view, MessageTemplates templates) {
        TemplateInput input = TemplateInput.of(view);
        String subject = Text.line(templates.render(TemplatePart.EMAIL_SUBJECT, input), MAX_SUBJECT);
        return new EmailForm(
                subject.isEmpty() ? view.title() : subject,
                templates.render(TemplatePart.EMAIL_TEXT, input),
                templates.render(TemplatePart.EMAIL_HTML, input));
    }

    /** The form that cannot fail. */
    static EmailForm plain(Message message) {
        String text = PlainText.of(message, PLAIN_BYTES);
        return new EmailForm(Text.line(text.lines().findFirst().orElse("alerts"), 200), text, null);
    }

    /** The form for an operator. */
    RenderedMessage shown(@Nullable String problem) {
        RenderedMessage.Part plain = new RenderedMessage.Part("text/plain", text);
        List<RenderedMessage.Part> parts =
                html == null ? List.of(plain) : List.of(plain, new RenderedMessage.Part("text/html", html));
        return new RenderedMessage(subject, parts, problem);
    }
}
