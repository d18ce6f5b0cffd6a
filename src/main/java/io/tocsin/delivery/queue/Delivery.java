package io.tocsin.delivery.queue;

import io.tocsin.alert.Notification;
import io.tocsin.channel.Message;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * One message that waits for its target.
 *
 * @param target the target's name
 * @param sequence its place in the target's line, from 1 without gaps; the order of commit
 * @param notificationId the notification it stems from
 * @param createdAt when it was committed
 * @param attempts how often it was tried, all failed
 * @param unexplained how many of these attempts failed for a reason that nobody knows
 * @param nextAttemptAt not to be tried before this
 * @param content what it says
 * @param fallbackOf the target in whose place this one is told; null when it was meant for this one
 * @param again whether it repeats another one, because an operator wished so
 */
public record Delivery(
        String target,
        long sequence,
        long notificationId,
        Instant createdAt,
        int attempts,
        int unexplained,
        Instant nextAttemptAt,
        Notification content,
        @Nullable String fallbackOf,
        boolean again) {

    /** A delivery to the target that it was meant for, of which no attempt was inexplicable. */
    public Delivery(
            String target,
            long sequence,
            long notificationId,
            Instant createdAt,
            int attempts,
            Instant nextAttemptAt,
            Notification content) {
        this(target, sequence, notificationId, createdAt, attempts, 0, nextAttemptAt, content, null, false);
    }

    /** The id that people and providers see, such as {@code oncall-42}. */
    public String id() {
        return target + "-" + sequence;
    }

    public Message message() {
        return new Message(id(), notificationId, createdAt, content, fallbackOf, again, null);
    }
}
