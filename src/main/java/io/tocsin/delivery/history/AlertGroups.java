package io.tocsin.delivery.history;

import io.tocsin.alert.Notification;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The latest state of each alert group, over all replicas. It costs an append nothing: it is derived from the stored
 * notifications, of which the latest {@value #REACH} are read after a start.
 *
 * <p>Every method may throw a {@link org.springframework.dao.DataAccessException} when the store does not answer.
 */
public interface AlertGroups {

    /** How many groups are kept: the most recently received ones. */
    int MOST_GROUPS = 5_000;

    /** How many notifications are read after a start. */
    int REACH = 50_000;

    /** How many notifications of a group are returned: the latest. */
    int MOST_MOMENTS = 200;

    /** The prefix of group keys of test messages; they are no alerts and are not returned here. */
    String TEST_GROUPS = "tocsin/test:";

    /**
     * A notification of a group.
     *
     * @param entry its summary
     * @param before the content of the notification before it; null when it is the first one known
     * @param deliveries its deliveries, by target and sequence
     */
    record Moment(NotificationEntry entry, @Nullable NotificationSummary before, List<DeliveryEntry> deliveries) {}

    /**
     * A group with its history.
     *
     * @param group its latest state
     * @param content the content of its latest notification; null when that was purged
     * @param moments its notifications, newest first
     */
    record History(AlertGroup group, @Nullable Notification content, LedgerPage<Moment> moments) {}

    /** The groups that are firing as far as is known, the most severe first, then the latest first. */
    List<AlertGroup> open();

    /**
     * Groups, the most recently received first.
     *
     * @param cursor the {@code next} of an earlier page with the same filter; null for the first page
     * @param limit at most this many, 1 to {@value Ledger#MOST_ITEMS}
     * @throws InvalidCursorException when the cursor is invalid
     */
    LedgerPage<AlertGroup> page(AlertGroupFilter filter, @Nullable String cursor, int limit);

    /**
     * One group; empty when there is none, or it was purged.
     *
     * @param cursor the {@code next} of an earlier page of its moments; null for the first page
     * @param limit at most this many moments, 1 to {@value Ledger#MOST_ITEMS}
     * @throws InvalidCursorException when the cursor is invalid
     */
    Optional<History> history(String id, @Nullable String cursor, int limit);
}
