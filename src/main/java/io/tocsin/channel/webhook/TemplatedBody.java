package io.tocsin.channel.webhook;

import io.tocsin.alert.Alert;
import io.tocsin.alert.Notification;
import io.tocsin.alert.Text;
import io.tocsin.channel.ChannelType;
import io.tocsin.channel.Digest;
import io.tocsin.channel.DigestLine;
import io.tocsin.channel.Message;
import io.tocsin.channel.MessageStyle;
import io.tocsin.channel.render.MessageView;
import io.tocsin.channel.render.RenderLimit;
import io.tocsin.channel.template.BodyTemplate;
import io.tocsin.channel.template.TemplateInput;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/**
 * A body rendered by an operator's template.
 *
 * @param builtIn sent when the template also fails on the plain form
 */
record TemplatedBody(BodyTemplate template, RenderLimit time, MessageStyle style, BuiltInBody builtIn)
        implements WebhookBody {

    /** The size that distinguishing labels may add to a line. */
    private static final int DISTINCTION = 90;

    private static final int UNKNOWN = 1_000;

    @Override
    public byte[] render(Message message) {
        return build(message, template::render);
    }

    @Override
    public byte[] render(Digest digest) {
        return build(digest.toMessage(), template::renderLines);
    }

    @Override
    public int maxBytes() {
        return builtIn.maxBytes();
    }

    /** Only names, severities and instances: hardly anything is left that could cause an error. */
    @Override
    public byte[] renderPlain(Message message) {
        try {
            return build(shortened(message), template::render);
        } catch (RuntimeException fault) {
            return builtIn.renderPlain(message);
        }
    }

    private byte[] build(Message message, Function<TemplateInput, String> form) {
        return time.call(ChannelType.WEBHOOK.label(), () -> form.apply(input(message)))
                .getBytes(StandardCharsets.UTF_8);
    }

    private TemplateInput input(Message message) {
        return TemplateInput.of(MessageView.of(message, style));
    }

    private static Message shortened(Message message) {
        Notification content = message.content();
        List<Alert> alerts =
                content.alerts().stream().map(BuiltInBody::shortened).toList();
        return new Message(
                message.deliveryId(),
                message.identity(),
                message.notificationId(),
                message.receivedAt(),
                content(content.groupKey(), alerts, content.truncatedAlerts()),
                message.fallbackOf(),
                message.again(),
                null);
    }

    private static Notification content(String groupKey, List<Alert> alerts, long truncated) {
        return new Notification(groupKey, "", Map.of(), Map.of(), Map.of(), alerts, truncated, null);
    }

    /**
     * A template has little beside its lines; one that has more makes a digest that does not fit, and smaller ones are sent.
     */
    @Override
    public int room() {
        return maxBytes() / 8 * 7;
    }

    /** Measured, because only the template determines the size of a line. */
    @Override
    public int size(DigestLine line, Instant at) {
        try {
            TemplateInput input = input(new Message("", 0, at, content("", List.of(line.alert()), 0)));
            int length = Text.utf8Length(template.renderLines(input)) - Text.utf8Length(template.renderNone(input));
            return Math.max(1, length) + DISTINCTION;
        } catch (RuntimeException fault) {
            return UNKNOWN;
        }
    }
}
