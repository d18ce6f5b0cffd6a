package io.tocsin.channel.webhook;

import io.tocsin.channel.Message;
import io.tocsin.channel.http.DigestForm;

/** How a receiver is told messages, and digests as messages, in which each alert is told or the digest is not made. */
sealed interface WebhookBody extends DigestForm permits BuiltInBody, TemplatedBody {

    /** What a digest has beside its lines, in bytes. */
    int RESERVE = 3_000;

    /** A message with as much detail as fits. */
    byte[] render(Message message);

    /** A message in a form that there is the least reason to refuse; it never fails. */
    byte[] renderPlain(Message message);

    /** The most that a body may take. */
    int maxBytes();

    @Override
    default int room() {
        return Math.max(maxBytes() / 2, maxBytes() - RESERVE);
    }
}
