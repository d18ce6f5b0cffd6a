package io.tocsin.delivery.history;

import io.tocsin.alert.Notification;
import io.tocsin.delivery.DeliveryId;
import io.tocsin.delivery.RoutingTrail;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The history of notifications and deliveries. Nothing is cached, and every query reads a bounded number of rows.
 *
 * <p>Every method may throw a {@link org.springframework.dao.DataAccessException} when the store does not answer.
 */
public interface Ledger {

    /** The largest page. */
    int MOST_ITEMS = 200;

    /**
     * A notification with its content and its deliveries.
     *
     * @param entry its entry in the list
     * @param content its content
     * @param trail why it went to its targets
     * @param deliveries its deliveries, by target and sequence, at most {@value Ledger#MOST_ITEMS}
     */
    record NotificationRecord(
            NotificationEntry entry, Notification content, RoutingTrail trail, List<DeliveryEntry> deliveries) {}

    /**
     * A delivery with what went wrong.
     *
     * @param entry its entry in the list
     * @param failures the attempts that failed, in their order: the first ten and the latest forty
     */
    record DeliveryRecord(DeliveryEntry entry, List<AttemptFailure> failures) {}

    /**
     * What arrived, newest first.
     *
     * @param cursor the {@code next} of an earlier page with the same filter; null for the first page
     * @param limit at most this many, 1 to {@value #MOST_ITEMS}
     * @throws InvalidCursorException when the cursor is invalid
     */
    LedgerPage<NotificationEntry> notifications(NotificationFilter filter, @Nullable String cursor, int limit);

    /** One notification; empty when there is none, or it was purged. */
    Optional<NotificationRecord> notification(long id);

    /**
     * What was sent or is to be sent, newest first; within a target in the order of its queue.
     *
     * @param cursor the {@code next} of an earlier page with the same filter; null for the first page
     * @param limit at most this many, 1 to {@value #MOST_ITEMS}
     * @throws InvalidCursorException when the cursor is invalid
     */
    LedgerPage<DeliveryEntry> deliveries(DeliveryFilter filter, @Nullable String cursor, int limit);

    /** One delivery; empty when there is none, or it was purged. */
    Optional<DeliveryRecord> delivery(DeliveryId id);
}
