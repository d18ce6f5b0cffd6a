package io.tocsin.channel.slack;

import io.tocsin.channel.FailureReason;
import io.tocsin.channel.SendResult;
import io.tocsin.channel.SendResult.Retryable;

/** The result of a call of Slack's Web API. */
sealed interface SlackAnswer {

    /**
     * Slack has the message.
     *
     * @param conversation the id of the channel; empty when Slack did not return it
     * @param ts the message's id in it; empty when Slack did not return it
     * @param topLevel whether it was posted as a reply and yet appears in the channel, because its thread is gone
     */
    record Taken(String conversation, String ts, boolean topLevel) implements SlackAnswer {}

    /** Slack does not have the message, as far as is known. */
    record Failed(SendResult result) implements SlackAnswer {

        /** Whether this form of the message is refused, so that the plain form is worth a try. */
        boolean refusesForm() {
            return result.refusalOfForm().isPresent();
        }

        boolean needsOperator() {
            return result instanceof Retryable retryable && retryable.reason().needsOperator();
        }

        /** Whether the cause may be the thread or its first message alone, so that a new one is worth a try. */
        boolean mayBlameThread() {
            return result instanceof Retryable retryable
                    && (retryable.reason() == FailureReason.CONFIGURATION
                            || retryable.reason() == FailureReason.UNKNOWN_ERROR);
        }
    }
}
