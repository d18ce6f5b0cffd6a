package io.tocsin.delivery.queue;

import io.tocsin.alert.Notification;
import io.tocsin.channel.Message;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A pending delivery.
 *
 * @param target the target's name
 * @param sequence its sequence number in the target's queue, from 1 without gaps; the order of commit
 * @param notificationId its notification
 * @param createdAt when it was committed
 * @param attempts how often it was tried, all failed
 * @param unexplained how many of these attempts failed for an unknown reason
 * @param nextAttemptAt not to be tried before this
 * @param content its content
 * @param fallbackOf the target whose fallback this delivery is for; null when it was meant for this target
 * @param again whether it repeats another one, at an operator's request
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

    /** A delivery to the target that it was meant for, without attempts that failed for an unknown reason. */
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
