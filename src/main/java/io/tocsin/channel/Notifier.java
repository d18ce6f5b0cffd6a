package io.tocsin.channel;

/** Sends messages to one target. */
public interface Notifier {

    /**
     * Renders and sends one message, blocking for at most the channel's time limit.
     *
     * @param message what to say
     * @return what became of it; failures are values, never exceptions
     */
    SendResult send(Message message);

    /**
     * Renders the message as {@link #send} would, and sends nothing.
     *
     * @return what the target would get, without any secret; the plain form, unless the channel says otherwise
     */
    default RenderedMessage preview(Message message) {
        return RenderedMessage.of("text/plain", PlainText.of(message, 3_000), null);
    }
}
