package io.tocsin.channel.slack;

import io.tocsin.alert.AlertStatus;
import io.tocsin.channel.Message;
import io.tocsin.channel.MessageThread;
import io.tocsin.channel.ThreadStore;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The threads of one target. A failing store costs the thread and never a message: when a thread cannot be read or saved, a new
 * one is started.
 */
final class SlackThreads {

    private static final Logger log = LoggerFactory.getLogger(SlackThreads.class);

    private final String target;
    private final String channel;
    private final ThreadStore store;

    /**
     * @param channel the channel as configured; another one has other threads
     */
    SlackThreads(String target, String channel, ThreadStore store) {
        this.target = target;
        this.channel = channel;
        this.store = store;
    }

    /** The thread of the message; none when the message starts one. */
    Optional<MessageThread> of(Message message) {
        try {
            return store.find(target, key(message)).filter(thread -> accepts(thread, message));
        } catch (RuntimeException fault) {
            log.warn(
                    "Delivery {}: its thread cannot be looked up ({}), it is posted by itself",
                    message.deliveryId(),
                    fault.getClass().getSimpleName());
            return Optional.empty();
        }
    }

    private static boolean accepts(MessageThread thread, Message message) {
        if (thread.delivery().equals(delivery(message))) {
            return true;
        }
        boolean resolved = message.content().status() == AlertStatus.RESOLVED;
        return !thread.closed() && (resolved || ThreadState.read(thread.told()).goesOnIn(message.content()));
    }

    /** The message started a thread. */
    void began(Message message, String conversation, String ts) {
        boolean resolved = message.content().status() == AlertStatus.RESOLVED;
        // Without its id the message cannot be replied to; it was delivered nevertheless.
        if (!conversation.isEmpty() && !ts.isEmpty()) {
            save(message, new MessageThread(conversation, ts, delivery(message), told(message), resolved));
        }
    }

    /** The message was posted in the thread. */
    void told(Message message, MessageThread thread) {
        save(
                message,
                new MessageThread(
                        thread.conversation(), thread.root(), delivery(message), told(message), thread.closed()));
    }

    /** The thread's first message shows this message's state. */
    void settled(Message message, MessageThread thread) {
        if (message.content().status() == AlertStatus.RESOLVED && !thread.closed()) {
            save(
                    message,
                    new MessageThread(thread.conversation(), thread.root(), delivery(message), told(message), true));
        }
    }

    /** Whether the message was posted in the thread, as far as is known. */
    static boolean hasTold(MessageThread thread, Message message) {
        return thread.delivery().equals(delivery(message));
    }

    private void save(Message message, MessageThread thread) {
        try {
            store.save(target, key(message), thread);
        } catch (RuntimeException fault) {
            log.warn(
                    "Delivery {}: its thread cannot be saved ({}), what follows may begin another one",
                    message.deliveryId(),
                    fault.getClass().getSimpleName());
        }
    }

    private String key(Message message) {
        return ThreadState.hash(channel + "\n" + message.content().groupKey());
    }

    private static String told(Message message) {
        return ThreadState.of(message.content()).text();
    }

    /** Unique over all stores' lives. */
    private static String delivery(Message message) {
        return message.notificationId() + "/" + message.deliveryId();
    }
}
