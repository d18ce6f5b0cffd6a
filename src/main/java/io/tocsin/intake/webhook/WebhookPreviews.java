package io.tocsin.intake.webhook;

import io.tocsin.alert.Notification;
import io.tocsin.channel.Message;
import io.tocsin.channel.RenderedMessage;
import io.tocsin.channel.Targets;
import io.tocsin.intake.MessagePreviews;
import io.tocsin.intake.UnreadablePayloadException;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import tools.jackson.core.JacksonException;

/** Renders a payload as the alarm path would, without storing it. */
@Component
class WebhookPreviews implements MessagePreviews {

    private final WebhookParser parser;
    private final Targets targets;
    private final InstantSource clock;

    WebhookPreviews(WebhookParser parser, Targets targets, InstantSource clock) {
        this.parser = parser;
        this.targets = targets;
        this.clock = clock;
    }

    @Override
    public Optional<RenderedMessage> preview(String target, byte @Nullable [] payload) {
        Instant now = clock.instant();
        return targets.all().stream()
                .filter(candidate -> candidate.name().equals(target))
                .findFirst()
                .map(found -> found.notifier()
                        .preview(new Message(
                                target + "-preview",
                                0,
                                now,
                                payload == null ? SampleContent.at(now) : content(payload, now))));
    }

    private Notification content(byte[] payload, Instant now) {
        try {
            return parser.parse(payload, now).toContent();
        } catch (InvalidWebhookException e) {
            throw new UnreadablePayloadException(String.valueOf(e.getMessage()), e);
        } catch (JacksonException e) {
            throw new UnreadablePayloadException("the body is not JSON: " + e.getOriginalMessage(), e);
        }
    }
}
