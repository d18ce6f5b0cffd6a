package io.tocsin.channel;

import java.net.URI;

/** What is particular to a provider that takes messages as JSON posted to a secret URL. */
public interface WebhookProtocol {

    ChannelType channel();

    /** The URL for the next request; it may carry a signature that ages. */
    URI url();

    /** The message in the provider's own form, within all its limits. */
    byte[] render(Message message);

    /** The message in a form that the provider has no reason to refuse. */
    byte[] renderPlain(Message message);

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
