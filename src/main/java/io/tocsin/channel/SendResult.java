package io.tocsin.channel;

import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The result of one attempt to send one message. */
public sealed interface SendResult {

    /** How many messages the provider was asked to accept for it, 1 or more: each counts for its rate limit. */
    int posts();

    /** The provider confirmed the message. */
    record Delivered(int posts) implements SendResult {
        public Delivered() {
            this(1);
        }
    }

    /**
     * Not delivered, worth another attempt.
     *
     * @param reason why
     * @param after the provider's Retry-After; null when it gave none
     * @param detail the provider's answer in a few words (at most 200 characters); never a URL, token or address
     */
    record Retryable(FailureReason reason, @Nullable Duration after, String detail, int posts) implements SendResult {
        public Retryable(FailureReason reason, @Nullable Duration after, String detail) {
            this(reason, after, detail, 1);
        }
    }

    /**
     * Not delivered, and the same attempt would fail again.
     *
     * @param reason why
     * @param detail the provider's answer in a few words (at most 200 characters); never a URL, token or address
     */
    record Rejected(FailureReason reason, String detail, int posts) implements SendResult {
        public Rejected(FailureReason reason, String detail) {
            this(reason, detail, 1);
        }
    }

    /** The same with another number of posts. */
    default SendResult withPosts(int posts) {
        if (this instanceof Retryable retryable) {
            return new Retryable(retryable.reason(), retryable.after(), retryable.detail(), posts);
        }
        if (this instanceof Rejected rejected) {
            return new Rejected(rejected.reason(), rejected.detail(), posts);
        }
        return new Delivered(posts);
    }

    /**
     * Whether the refusal may be caused by this form of the message, so that the plain form is worth a try; also after an
     * unknown error.
     */
    default Optional<FailureReason> refusalOfForm() {
        if (this instanceof Rejected rejected) {
            return Optional.of(rejected.reason());
        }
        return this instanceof Retryable retryable && retryable.reason() == FailureReason.UNKNOWN_ERROR
                ? Optional.of(retryable.reason())
                : Optional.empty();
    }

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
