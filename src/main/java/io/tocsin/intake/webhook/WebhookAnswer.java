package io.tocsin.intake.webhook;

import io.tocsin.delivery.AppendResult;
import org.jspecify.annotations.Nullable;

/**
 * The answer to a sender.
 *
 * @param outcome the outcome of the webhook
 * @param notificationId the notification's id in the store; null when nothing was stored
 * @param detail one sentence for the sender's log; null for none
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
