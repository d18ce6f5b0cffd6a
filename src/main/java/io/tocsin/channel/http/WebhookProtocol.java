package io.tocsin.channel.http;

import io.tocsin.channel.ChannelType;
import io.tocsin.channel.SendResult;
import java.time.Duration;

/** The specifics of a provider that accepts messages as JSON posted to a secret URL. */
public interface WebhookProtocol {

    ChannelType channel();

    /**
     * Sends a body; a signature that expires is computed here.
     *
     * @param id identifies the message, the same at every attempt
     */
    HttpOutcome post(ChannelHttp http, String id, byte[] body, Duration limit);

    /**
     * The meaning of the provider's answer. A {@link SendResult.Rejected} means that this form of the message is refused, so
     * that the plain form is worth a try. Details need not be redacted.
     */
    SendResult read(HttpOutcome.Answer answer);
}
