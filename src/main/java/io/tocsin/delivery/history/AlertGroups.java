package io.tocsin.delivery.history;

import io.tocsin.alert.Notification;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Tells what was last heard of each alert group, over all replicas. It costs an append nothing: it is followed from the
 * notifications as they are stored, of which the latest {@value #REACH} are looked at after a start.
 *
 * <p>Every method may throw a {@link org.springframework.dao.DataAccessException} when the store does not answer.
 */
public interface AlertGroups {

    /** How many groups are known at a time: those that were heard of last. */
    int MOST_GROUPS = 5_000;

    /** How many notifications are looked at after a start. */
    int REACH = 50_000;

    /** How many notifications of a group are told: the latest. */
    int MOST_MOMENTS = 200;

    /** What the keys of groups begin with that were made by sending a test; they are no alerts and not told of here. */
    String TEST_GROUPS = "tocsin/test:";

    /**
     * A notification of a group.
     *
     * @param entry what it says, at a glance
     * @param before what the notification before it said; null when it is the first one known
     * @param deliveries what became of it, by target and sequence
     */
    record Moment(NotificationEntry entry, @Nullable NotificationSummary before, List<DeliveryEntry> deliveries) {}

    /**
     * A group with its past.
     *
     * @param group what was heard of it last
     * @param content what its latest notification says; null when that is no longer kept
     * @param moments its notifications, newest first
     */
    record History(AlertGroup group, @Nullable Notification content, LedgerPage<Moment> moments) {}

    /** The groups that fire as far as is known, the most severe first, the latest first among these. */
    List<AlertGroup> open();

    /**
     * Groups, the one that was heard of last first.
     *
     * @param cursor the {@code next} of an earlier page with the same filter; null for the first page
     * @param limit at most so many, 1 to {@value Ledger#MOST_ITEMS}
     * @throws InvalidCursorException when the cursor is none
     */
    LedgerPage<AlertGroup> page(AlertGroupFilter filter, @Nullable String cursor, int limit);

    /**
     * One group; empty when there is none, or none any more.
     *
     * @param cursor the {@code next} of an earlier page of its moments; null for the first page
     * @param limit at most so many moments, 1 to {@value Ledger#MOST_ITEMS}
     * @throws InvalidCursorException when the cursor is none
     */
    Optional<History> history(String id, @Nullable String cursor, int limit);
}
