package io.tocsin.channel.http;

import io.tocsin.channel.ChannelType;
import io.tocsin.channel.Message;
import io.tocsin.channel.SendResult;
import java.time.Duration;
import java.util.Optional;

/** What is particular to a provider that takes messages as JSON posted to a secret URL. */
public interface WebhookProtocol {

    ChannelType channel();

    /**
     * Sends a body; a signature that ages is made here.
     *
     * @param id tells the message from all others, the same at every attempt
     */
    HttpOutcome post(ChannelHttp http, String id, byte[] body, Duration limit);

    /** The message in the provider's own form, within all its limits. */
    byte[] render(Message message);

    /** The message in a form that the provider has no reason to refuse. */
    byte[] renderPlain(Message message);

    /** How the provider is told a digest; empty when it is told none. */
    default Optional<DigestForm> digestForm() {
        return Optional.empty();
    }

    /** A body of this protocol as it may be shown: without whatever identifies a person. */
    default String shown(String body) {
        return body;
    }

    /**
     * What the provider's answer means. A {@link SendResult.Rejected} means that this form of the message is refused,
     * so that the plain form is worth a try. Details need not be redacted.
     */
    SendResult read(HttpOutcome.Answer answer);
}
