package io.tocsin.intake.webhook;

import io.micrometer.core.annotation.Timed;
import io.tocsin.intake.IncomingNotification;
import io.tocsin.intake.UnreadablePayloadException;
import java.time.Instant;
import org.springframework.stereotype.Component;
import tools.jackson.core.JacksonException;

/** Parses a body into a notification; a bean, so that {@code data_processing_seconds} can time it. */
@Component
class WebhookParser {

    /**
     * @throws UnreadablePayloadException when the body is not one JSON object
     */
    @Timed(
            value = "data.processing",
            description = "Time to read and check what arrived",
            extraTags = {"operation", "webhook"})
    IncomingNotification parse(byte[] body, Instant receivedAt) {
        try {
            AlertmanagerWebhook webhook = WebhookReader.webhook(body);
            return WebhookMapping.toNotification(
                    webhook.recognised() ? webhook : UnknownBody.asWebhook(body), receivedAt);
        } catch (JacksonException e) {
            throw new UnreadablePayloadException("the body is not JSON: " + e.getOriginalMessage(), e);
        }
    }
}
