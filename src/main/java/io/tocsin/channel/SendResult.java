package io.tocsin.channel;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** What became of one attempt to send one message. */
public sealed interface SendResult {

    /** The provider said in its own words that it has the message. */
    record Delivered() implements SendResult {}

    /**
     * Not delivered, worth another attempt.
     *
     * @param reason why
     * @param after what the provider asked us to wait before the next attempt; null when it said nothing
     * @param detail the provider's answer in a few words (at most 200 characters); never a URL, token or address
     */
    record Retryable(FailureReason reason, @Nullable Duration after, String detail) implements SendResult {}

    /**
     * Not delivered, and the same attempt would fail again.
     *
     * @param reason why
     * @param detail the provider's answer in a few words (at most 200 characters); never a URL, token or address
     */
    record Rejected(FailureReason reason, String detail) implements SendResult {}

    static SendResult delivered() {
        return new Delivered();
    }

    static SendResult retryable(FailureReason reason, String detail) {
        return new Retryable(reason, null, detail);
    }

    static SendResult retryable(FailureReason reason, @Nullable Duration after, String detail) {
        return new Retryable(reason, after, detail);
    }

    static SendResult rejected(FailureReason reason, String detail) {
        return new Rejected(reason, detail);
    }
}
