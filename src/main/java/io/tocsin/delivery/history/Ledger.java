package io.tocsin.delivery.history;

import io.tocsin.alert.Notification;
import io.tocsin.delivery.DeliveryId;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Tells what happened to each alert. What is asked twice is read twice: nothing here is cached, and every question looks at a
 * bounded number of rows.
 *
 * <p>Every method may throw a {@link org.springframework.dao.DataAccessException} when the store does not answer.
 */
public interface Ledger {

    /** The largest page. */
    int MOST_ITEMS = 200;

    /**
     * A notification with all it says and all that became of it.
     *
     * @param entry its place in the list
     * @param content what it says
     * @param deliveries its deliveries, by target and sequence, at most {@value Ledger#MOST_ITEMS}
     */
    record NotificationRecord(NotificationEntry entry, Notification content, List<DeliveryEntry> deliveries) {}

    /**
     * A delivery with what went wrong.
     *
     * @param entry its place in the list
     * @param failures the attempts that failed, in their order: the first ten and the latest forty
     */
    record DeliveryRecord(DeliveryEntry entry, List<AttemptFailure> failures) {}

    /**
     * What arrived, newest first.
     *
     * @param cursor the {@code next} of an earlier page with the same filter; null for the first page
     * @param limit at most so many, 1 to {@value #MOST_ITEMS}
     * @throws InvalidCursorException when the cursor is none
     */
    LedgerPage<NotificationEntry> notifications(NotificationFilter filter, @Nullable String cursor, int limit);

    /** One notification; empty when there is none, or none any more. */
    Optional<NotificationRecord> notification(long id);

    /**
     * What was sent or is to be sent, newest first; in the order of its line within a target.
     *
     * @param cursor the {@code next} of an earlier page with the same filter; null for the first page
     * @param limit at most so many, 1 to {@value #MOST_ITEMS}
     * @throws InvalidCursorException when the cursor is none
     */
    LedgerPage<DeliveryEntry> deliveries(DeliveryFilter filter, @Nullable String cursor, int limit);

    /** One delivery; empty when there is none, or none any more. */
    Optional<DeliveryRecord> delivery(DeliveryId id);
}
