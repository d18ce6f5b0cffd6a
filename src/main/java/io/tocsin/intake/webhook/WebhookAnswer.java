package io.tocsin.intake.webhook;

import io.tocsin.delivery.AppendResult;
import org.jspecify.annotations.Nullable;

/**
 * What a sender is told.
 *
 * @param outcome what became of the webhook
 * @param notificationId the notification's id in the store; null when nothing was stored
 * @param detail one sentence for the sender's log; null when there is nothing to say
 */
record WebhookAnswer(
        WebhookOutcome outcome,
        @Nullable Long notificationId,
        @Nullable String detail) {

    static WebhookAnswer of(AppendResult result) {
        WebhookOutcome outcome =
                result instanceof AppendResult.Stored ? WebhookOutcome.STORED : WebhookOutcome.DUPLICATE;
        return new WebhookAnswer(outcome, result.notificationId(), null);
    }

    static WebhookAnswer of(WebhookOutcome outcome, String detail) {
        return new WebhookAnswer(outcome, null, detail);
    }
}
