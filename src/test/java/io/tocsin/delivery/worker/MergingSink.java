package io.tocsin.delivery.worker;

import io.tocsin.channel.Digest;
import io.tocsin.channel.DigestLine;
import io.tocsin.channel.Digests;
import io.tocsin.channel.FailureReason;
import io.tocsin.channel.GroupThreads;
import io.tocsin.channel.Message;
import io.tocsin.channel.Notifier;
import io.tocsin.channel.SendResult;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;

/** Keeps what it gets; a line takes one unit of a digest's room. */
final class MergingSink implements Notifier {

    final Deque<SendResult> answers = new ArrayDeque<>();
    final List<Message> messages = new ArrayList<>();
    final List<Digest> digests = new ArrayList<>();
    final List<Digest> tried = new ArrayList<>();
    /** What the threads of its groups were brought up to. */
    final List<Message> shown = new ArrayList<>();

    final Deque<SendResult> showAnswers = new ArrayDeque<>();
    boolean threaded;
    int requests;
    int room = 100;
    boolean merges = true;
    Runnable onDigest = () -> {};
    Runnable onMessage = () -> {};
    SendResult failing;
    /** The name of an alert that is refused. */
    String poison = "";

    @Override
    public SendResult send(Message message) {
        onMessage.run();
        boolean bad = message.content().alerts().stream()
                .anyMatch(alert -> alert.name().equals(poison));
        SendResult result = answer(bad);
        if (result instanceof SendResult.Delivered) {
            messages.add(message);
        }
        return result;
    }

    private SendResult answer(boolean bad) {
        requests++;
        if (bad) {
            return SendResult.rejected(FailureReason.MESSAGE_REFUSED, "poison");
        }
        if (failing != null) {
            return failing;
        }
        return answers.isEmpty() ? SendResult.delivered() : answers.pop();
    }

    @Override
    public Optional<Digests> digests() {
        return merges ? Optional.of(new Merging()) : Optional.empty();
    }

    @Override
    public Optional<GroupThreads> threads() {
        return threaded ? Optional.of(this::show) : Optional.empty();
    }

    private SendResult show(Message latest) {
        shown.add(latest);
        return showAnswers.isEmpty() ? SendResult.delivered() : showAnswers.pop();
    }

    private final class Merging implements Digests {
        @Override
        public int room() {
            return room;
        }

        @Override
        public int size(DigestLine line, Instant at) {
            return 1;
        }

        @Override
        public SendResult send(Digest digest) {
            onDigest.run();
            tried.add(digest);
            SendResult result = answer(
                    digest.lines().stream().anyMatch(line -> line.alert().name().equals(poison)));
            if (result instanceof SendResult.Delivered) {
                digests.add(digest);
            }
            return result;
        }
    }
}
