package io.tocsin.channel.wecom;

import io.tocsin.channel.Digest;
import io.tocsin.channel.DigestLine;
import io.tocsin.channel.Digests;
import io.tocsin.channel.Message;
import io.tocsin.channel.Notifier;
import io.tocsin.channel.RenderedMessage;
import io.tocsin.channel.SendResult;
import io.tocsin.channel.config.Recipients;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Sends a message, and after it one that mentions people by phone number, or everyone, when alerts require it. When only the
 * second fails, only that one is tried again.
 *
 * @param messages sends the first
 * @param calls sends the second
 * @param parts which parts of a delivery were sent: {@link #MESSAGE} and {@link #CALL}
 */
record WeComNotifier(Notifier messages, Notifier calls, WeComMentions mentions, Recipients parts) implements Notifier {

    private static final Logger log = LoggerFactory.getLogger(WeComNotifier.class);
    static final List<String> PARTS = List.of("message", "call");
    private static final int MESSAGE = 0;
    private static final int CALL = 1;

    @Override
    public SendResult send(Message message) {
        return sendBoth(message, () -> messages.send(message));
    }

    private SendResult sendBoth(Message message, Supplier<SendResult> first) {
        if (!mentions.of(message).isMore()) {
            return first.get();
        }
        boolean sent = !parts.open(message.uniqueId()).contains(MESSAGE);
        SendResult told = sent ? SendResult.delivered() : first.get();
        if (!(told instanceof SendResult.Delivered)) {
            return told;
        }
        SendResult called = calls.send(message);
        Recipients.Outcome outcome = sent
                ? parts.settle(message.uniqueId(), List.of(CALL), List.of(called))
                : parts.settle(message.uniqueId(), List.of(MESSAGE, CALL), List.of(told, called));
        if (!outcome.without().isEmpty()) {
            log.warn("Delivery {}: it was sent, but the mentions failed: {}", message.deliveryId(), called);
        }
        return outcome.result().withPosts((sent ? 0 : told.posts()) + called.posts());
    }

    @Override
    public RenderedMessage preview(Message message) {
        RenderedMessage first = messages.preview(message);
        if (!mentions.of(message).isMore()) {
            return first;
        }
        List<RenderedMessage.Part> both = Stream.concat(first.parts().stream(), calls.preview(message).parts().stream())
                .toList();
        return new RenderedMessage(first.subject(), both, first.problem());
    }

    @Override
    public void continueFrom(Notifier running) {
        if (running instanceof WeComNotifier before) {
            parts.continueFrom(before.parts);
        }
    }

    @Override
    public Optional<Digests> digests() {
        return messages.digests().map(WithCall::new);
    }

    private final class WithCall implements Digests {

        private final Digests digests;

        private WithCall(Digests digests) {
            this.digests = digests;
        }

        @Override
        public int room() {
            return digests.room();
        }

        @Override
        public int size(DigestLine line, Instant at) {
            return digests.size(line, at);
        }

        @Override
        public SendResult send(Digest digest) {
            return sendBoth(digest.toMessage(), () -> digests.send(digest));
        }
    }
}
