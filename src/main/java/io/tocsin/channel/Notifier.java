package io.tocsin.channel;

import java.util.Optional;

/** Sends messages to one target. */
public interface Notifier {

    /**
     * Renders and sends one message, blocking for at most the channel's time limit.
     *
     * @param message the message
     * @return the result; failures are values, never exceptions
     */
    SendResult send(Message message);

    /** How it sends digests; empty when its target gets each message by itself, however many are pending. */
    default Optional<Digests> digests() {
        return Optional.empty();
    }

    /** Its threads of alert groups; empty when each message is independent. */
    default Optional<GroupThreads> threads() {
        return Optional.empty();
    }

    /**
     * Takes over what another notifier knows of deliveries that it has sent in part or without a known outcome, so that they
     * are not sent twice; called before this one replaces it as the notifier of the same target.
     */
    default void continueFrom(Notifier running) {}

    /**
     * Renders the message as {@link #send} would, and sends nothing.
     *
     * @return the message without any secret; the plain form, unless the channel overrides this
     */
    default RenderedMessage preview(Message message) {
        return RenderedMessage.of("text/plain", PlainText.of(message, 3_000), null);
    }
}
