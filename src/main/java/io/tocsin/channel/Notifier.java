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
}
