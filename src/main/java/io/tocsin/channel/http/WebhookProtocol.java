package io.tocsin.channel.http;

import io.tocsin.channel.ChannelType;
import io.tocsin.channel.Message;
import io.tocsin.channel.SendResult;
import java.time.Duration;
import java.util.Optional;

/** The specifics of a provider that accepts messages as JSON posted to a secret URL. */
public interface WebhookProtocol {

    ChannelType channel();

    /**
     * Sends a body; a signature that expires is computed here.
     *
     * @param id identifies the message, the same at every attempt
     */
    HttpOutcome post(ChannelHttp http, String id, byte[] body, Duration limit);

    /** The message in the provider's own form, within all its limits. */
    byte[] render(Message message);

    /** The message in a form that the provider is unlikely to refuse. */
    byte[] renderPlain(Message message);

    /** The form of digests; empty when the provider gets none. */
    default Optional<DigestForm> digestForm() {
        return Optional.empty();
    }

    /** A body of this protocol for display: without anything that identifies a person. */
    default String shown(String body) {
        return body;
    }

    /**
     * The meaning of the provider's answer. A {@link SendResult.Rejected} means that this form of the message is refused, so
     * that the plain form is worth a try. Details need not be redacted.
     */
    SendResult read(HttpOutcome.Answer answer);
}
