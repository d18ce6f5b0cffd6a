package io.tocsin.channel;

import java.time.Instant;
import java.util.Optional;

/** Adds the delivery's page in the console to each message. */
record LinkingNotifier(Notifier notifier, ConsoleLink console) implements Notifier {

    @Override
    public SendResult send(Message message) {
        return notifier.send(linked(message));
    }

    @Override
    public RenderedMessage preview(Message message) {
        return notifier.preview(linked(message));
    }

    @Override
    public void continueFrom(Notifier running) {
        notifier.continueFrom(running instanceof LinkingNotifier linking ? linking.notifier : running);
    }

    private Message linked(Message message) {
        return message.shownAt(console.pageOf(message.deliveryId()));
    }

    @Override
    public Optional<Digests> digests() {
        return notifier.digests().map(digests -> new LinkingDigests(digests, console));
    }

    @Override
    public Optional<GroupThreads> threads() {
        return notifier.threads().map(threads -> latest -> threads.show(linked(latest)));
    }

    private record LinkingDigests(Digests digests, ConsoleLink console) implements Digests {

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
            return digests.send(digest.shownAt(console.pageOf(digest.deliveryId())));
        }
    }
}
