package io.tocsin.delivery.history;

import io.tocsin.alert.Notification;
import io.tocsin.delivery.DeliveryId;
import io.tocsin.delivery.RoutingTrail;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import tools.jackson.databind.json.JsonMapper;

/**
 * The history of notifications and deliveries. Nothing is cached; every list is read in the order of an index.
 *
 * <p>Every method may throw a {@link org.springframework.dao.DataAccessException} when the store does not answer.
 */
public final class Ledger {

    /** The largest page. */
    public static final int MOST_ITEMS = 200;

    private final JdbcClient jdbc;
    private final JsonMapper json;
    private final DeliveryEntryMapper rows;
    private final NotificationSearch search;

    public Ledger(JdbcClient jdbc, JsonMapper json) {
        this.jdbc = jdbc;
        this.json = json;
        this.rows = new DeliveryEntryMapper(json);
        this.search = new NotificationSearch(jdbc, json);
    }

    /**
     * A notification with its content and its deliveries.
     *
     * @param entry its entry in the list
     * @param content its content
     * @param trail why it went to its targets
     * @param deliveries its deliveries, by target and sequence, at most {@value Ledger#MOST_ITEMS}
     */
    public record NotificationRecord(
            NotificationEntry entry, Notification content, RoutingTrail trail, List<DeliveryEntry> deliveries) {}

    /**
     * A delivery with what went wrong.
     *
     * @param entry its entry in the list
     * @param failures the attempts that failed, in their order: the first ten and the latest forty
     */
    public record DeliveryRecord(DeliveryEntry entry, List<AttemptFailure> failures) {}

    /**
     * What arrived, newest first.
     *
     * @param cursor the {@code next} of an earlier page with the same filter; null for the first page
     * @param limit at most this many, 1 to {@value #MOST_ITEMS}
     * @throws InvalidCursorException when the cursor is invalid
     */
    public LedgerPage<NotificationEntry> notifications(NotificationFilter filter, @Nullable String cursor, int limit) {
        return search.page(filter, cursor, limit);
    }

    /** One notification; empty when there is none, or it was purged. */
    public Optional<NotificationRecord> notification(long id) {
        return jdbc.sql("SELECT id, received_at, summary, trail, content FROM notification WHERE id = :id")
                .param("id", id)
                .query((row, n) -> new NotificationRecord(
                        search.entry(row),
                        json.readValue(row.getString("content"), Notification.class),
                        json.readValue(row.getString("trail"), RoutingTrail.class),
                        List.of()))
                .optional()
                .map(found -> new NotificationRecord(found.entry(), found.content(), found.trail(), deliveriesOf(id)));
    }

    private List<DeliveryEntry> deliveriesOf(long notification) {
        return jdbc.sql(DeliveryEntryMapper.SELECT
                        + " WHERE d.notification_id = :id ORDER BY d.target, d.seq LIMIT :limit")
                .param("id", notification)
                .param("limit", MOST_ITEMS)
                .query(rows)
                .list();
    }

    /**
     * What was sent or is to be sent, newest first; within a target in the order of its queue.
     *
     * @param cursor the {@code next} of an earlier page with the same filter; null for the first page
     * @param limit at most this many, 1 to {@value #MOST_ITEMS}
     * @throws InvalidCursorException when the cursor is invalid
     */
    public LedgerPage<DeliveryEntry> deliveries(DeliveryFilter filter, @Nullable String cursor, int limit) {
        Conditions where = conditions(filter);
        if (cursor != null) {
            Cursor.Position after = Cursor.delivery(cursor);
            where.and("""
                    d.created_at <= :at
                    AND (d.created_at < :at OR d.target < :after OR (d.target = :after AND d.seq < :seq))""", "at", after.createdAt())
                    .with("after", after.target())
                    .with("seq", after.sequence());
        }
        List<DeliveryEntry> found = jdbc.sql(DeliveryEntryMapper.SELECT + where
                        + " ORDER BY d.created_at DESC, d.target DESC, d.seq DESC LIMIT :limit")
                .params(where.with("limit", limit + 1).parameters())
                .query(rows)
                .list();
        return LedgerPage.of(found, limit, Cursor::of);
    }

    /**
     * The one condition that selects the fewest is written so that its index is used, and the others so that theirs is not:
     * SQLite would take the index of the state for the deliveries of a notification.
     */
    private static Conditions conditions(DeliveryFilter filter) {
        boolean few = filter.notificationId() != null;
        String state = few ? "COALESCE(d.state, '')" : "d.state";
        String target = few || filter.state() != null ? "COALESCE(d.target, '')" : "d.target";
        return new Conditions()
                .and("d.notification_id = :notification", "notification", filter.notificationId())
                .and(
                        state + " = :state",
                        "state",
                        filter.state() == null ? null : filter.state().name())
                .and(target + " = :target", "target", filter.target())
                .and("d.created_at >= :from", "from", millis(filter.from()))
                .and("d.created_at < :to", "to", millis(filter.to()));
    }

    static @Nullable Long millis(@Nullable Instant time) {
        return time == null ? null : time.toEpochMilli();
    }

    /** One delivery; empty when there is none, or it was purged. */
    public Optional<DeliveryRecord> delivery(DeliveryId id) {
        return jdbc.sql(DeliveryEntryMapper.SELECT + " WHERE d.target = :target AND d.seq = :seq")
                .param("target", id.target())
                .param("seq", id.sequence())
                .query(rows)
                .optional()
                .map(entry -> new DeliveryRecord(entry, failures(id)));
    }

    private List<AttemptFailure> failures(DeliveryId id) {
        return jdbc.sql("""
                        SELECT number, ended_at, reason, detail FROM attempt
                        WHERE target = :target AND seq = :seq ORDER BY number
                        """)
                .param("target", id.target())
                .param("seq", id.sequence())
                .query((row, n) -> new AttemptFailure(
                        row.getInt(1), Instant.ofEpochMilli(row.getLong(2)), row.getString(3), row.getString(4)))
                .list();
    }
}
