package io.tocsin.channel.slack;

import io.tocsin.channel.Digest;
import io.tocsin.channel.DigestLine;
import io.tocsin.channel.Digests;
import io.tocsin.channel.FailureReason;
import io.tocsin.channel.GroupThreads;
import io.tocsin.channel.Message;
import io.tocsin.channel.MessageThread;
import io.tocsin.channel.Notifier;
import io.tocsin.channel.RenderedMessage;
import io.tocsin.channel.SendResult;
import io.tocsin.channel.http.Redaction;
import io.tocsin.channel.slack.SlackAnswer.Failed;
import io.tocsin.channel.slack.SlackAnswer.Taken;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/**
 * Posts each alert group in a thread of its own: its first message always shows the group's current state, and each change is a
 * reply.
 *
 * <p>A message that joins a thread needs two calls. The reply comes first, because it alerts people, and is recorded; then the
 * first message is updated. An attempt that ends in between is not done: the next one skips the recorded reply and updates. A
 * post that could not be recorded may be repeated, and nothing is skipped.
 *
 * <p>A digest covers many groups and is posted in the channel; the first messages of its groups are updated after it.
 */
final class SlackAppNotifier implements Notifier {

    /** An update that alerts no one must not delay an alert for long. */
    private static final Duration LONGEST_SHOW = Duration.ofSeconds(3);

    private final SlackMessages messages;
    private final SlackThreads threads;
    private final Redaction redaction;
    private final Duration timeout;

    /**
     * @param timeout the limit for a whole send
     */
    SlackAppNotifier(SlackMessages messages, SlackThreads threads, Redaction redaction, Duration timeout) {
        this.messages = messages;
        this.threads = threads;
        this.redaction = redaction;
        this.timeout = timeout;
    }

    @Override
    public SendResult send(Message message) {
        try {
            SlackAttempt attempt = messages.attempt(timeout);
            Optional<MessageThread> thread = threads.of(message);
            SendResult result = thread.isPresent() ? join(message, attempt, thread.get()) : begin(message, attempt);
            return redaction.result(result).withPosts(Math.max(1, attempt.posts()));
        } catch (RuntimeException fault) {
            return SendResult.retryable(
                    FailureReason.INTERNAL_ERROR, fault.getClass().getSimpleName());
        }
    }

    @Override
    public RenderedMessage preview(Message message) {
        return messages.preview(message);
    }

    @Override
    public Optional<Digests> digests() {
        return Optional.of(new AppDigests());
    }

    @Override
    public Optional<GroupThreads> threads() {
        return Optional.of(this::show);
    }

    private SendResult show(Message latest) {
        try {
            return redaction.result(
                    threads.of(latest).map(thread -> show(latest, thread)).orElseGet(SendResult::delivered));
        } catch (RuntimeException fault) {
            return SendResult.retryable(
                    FailureReason.INTERNAL_ERROR, fault.getClass().getSimpleName());
        }
    }

    private SendResult show(Message latest, MessageThread thread) {
        SlackAttempt attempt = messages.attempt(timeout.compareTo(LONGEST_SHOW) < 0 ? timeout : LONGEST_SHOW);
        SlackAnswer answer = messages.update(latest, attempt, thread.conversation(), thread.root());
        if (answer instanceof Failed failed) {
            return isLost(failed) ? SendResult.delivered() : failed.result();
        }
        threads.told(latest, thread);
        threads.settled(latest, thread);
        return SendResult.delivered();
    }

    /** Whether the thread's first message cannot show this, however often it is tried. */
    private static boolean isLost(Failed failed) {
        return failed.mayBlameThread() || failed.refusesForm();
    }

    private final class AppDigests implements Digests {

        @Override
        public int room() {
            return messages.digestForm().room();
        }

        @Override
        public int size(DigestLine line, Instant at) {
            return messages.digestForm().size(line, at);
        }

        @Override
        public SendResult send(Digest digest) {
            SlackAnswer answer = messages.post(digest, messages.attempt(timeout));
            return answer instanceof Failed failed ? redaction.result(failed.result()) : SendResult.delivered();
        }
    }

    private SendResult begin(Message message, SlackAttempt attempt) {
        SlackAnswer answer = messages.post(message, attempt);
        if (answer instanceof Taken taken) {
            threads.began(message, taken.conversation(), taken.ts());
            return SendResult.delivered();
        }
        return ((Failed) answer).result();
    }

    private SendResult join(Message message, SlackAttempt attempt, MessageThread thread) {
        if (SlackThreads.hasTold(thread, message)) {
            return update(message, attempt, thread);
        }
        boolean urgent = ThreadState.read(thread.told()).isUrgent(message.content());
        SlackAnswer answer = messages.reply(message, attempt, thread.conversation(), thread.root(), urgent);
        if (answer instanceof Failed failed) {
            return failed.mayBlameThread() ? begin(message, attempt) : failed.result();
        }
        Taken taken = (Taken) answer;
        if (taken.topLevel()) {
            // The first message was deleted, and Slack posted this one in its place.
            threads.began(message, taken.conversation(), taken.ts());
            return SendResult.delivered();
        }
        threads.told(message, thread);
        return update(message, attempt, thread);
    }

    private SendResult update(Message message, SlackAttempt attempt, MessageThread thread) {
        if (attempt.isOver()) {
            return SendResult.retryable(
                    FailureReason.TIMEOUT, "posted in the thread; no time left to update its first message");
        }
        SlackAnswer answer = messages.update(message, attempt, thread.conversation(), thread.root());
        if (answer instanceof Failed failed) {
            return isLost(failed) ? begin(message, attempt) : failed.result();
        }
        threads.settled(message, thread);
        return SendResult.delivered();
    }
}
