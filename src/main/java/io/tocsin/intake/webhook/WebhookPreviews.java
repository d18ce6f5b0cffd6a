package io.tocsin.intake.webhook;

import io.tocsin.channel.Message;
import io.tocsin.channel.RenderedMessage;
import io.tocsin.channel.Targets;
import io.tocsin.intake.MessagePreviews;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

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
                                payload == null
                                        ? SampleContent.at(now)
                                        : parser.parse(payload, now).toContent())));
    }
}
