package io.tocsin.channel;

import java.util.Optional;

/** Sends messages to one target. */
public interface Notifier {

    /**
     * Renders and sends one message, blocking for at most the channel's time limit.
     *
     * @param message what to say
     * @return what became of it; failures are values, never exceptions
     */
    SendResult send(Message message);

    /** How it sends digests; empty when its target gets each message by itself, however many wait. */
    default Optional<Digests> digests() {
        return Optional.empty();
    }

    /** The threads that it tells alert groups in; empty when each message stands by itself. */
    default Optional<GroupThreads> threads() {
        return Optional.empty();
    }

    /**
     * Renders the message as {@link #send} would, and sends nothing.
     *
     * @return what the target would get, without any secret; the plain form, unless the channel says otherwise
     */
    default RenderedMessage preview(Message message) {
        return RenderedMessage.of("text/plain", PlainText.of(message, 3_000), null);
    }
}
