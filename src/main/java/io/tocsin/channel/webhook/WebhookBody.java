package io.tocsin.channel.webhook;

import io.tocsin.channel.Message;
import io.tocsin.channel.http.DigestForm;

/** The bodies of messages, and of digests as messages, in which each alert is included or the digest is not sent. */
sealed interface WebhookBody extends DigestForm permits BuiltInBody, TemplatedBody {

    /** The size of a digest beside its lines, in bytes. */
    int RESERVE = 3_000;

    /** A message with as much detail as fits. */
    byte[] render(Message message);

    /** A message in a form that is least likely to be refused; it never fails. */
    byte[] renderPlain(Message message);

    /** The maximum size of a body. */
    int maxBytes();

    @Override
    default int room() {
        return Math.max(maxBytes() / 2, maxBytes() - RESERVE);
    }
}
