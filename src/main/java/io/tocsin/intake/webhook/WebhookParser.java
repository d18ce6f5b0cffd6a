package io.tocsin.intake.webhook;

import io.micrometer.core.annotation.Timed;
import io.tocsin.intake.IncomingNotification;
import java.time.Instant;
import org.springframework.stereotype.Component;

/** Parses a body into a notification; a bean, so that {@code data_processing_seconds} can time it. */
@Component
class WebhookParser {

    /**
     * @throws InvalidWebhookException when the body is JSON but no object
     * @throws tools.jackson.core.JacksonException when it is not JSON
     */
    @Timed(
            value = "data.processing",
            description = "Time to read and check what arrived",
            extraTags = {"operation", "webhook"})
    IncomingNotification parse(byte[] body, Instant receivedAt) {
        AlertmanagerWebhook webhook = WebhookReader.webhook(body);
        return WebhookMapping.toNotification(webhook.recognised() ? webhook : UnknownBody.asWebhook(body), receivedAt);
    }
}
