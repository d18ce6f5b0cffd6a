package io.tocsin.delivery.history;

import io.tocsin.alert.AlertStatus;
import io.tocsin.alert.Notification;
import io.tocsin.alert.Severity;
import io.tocsin.delivery.history.AlertGroup.State;
import io.tocsin.delivery.jdbc.store.Rows;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import tools.jackson.databind.json.JsonMapper;

/**
 * The latest state of each alert group, over all replicas: the appends write it. A group is what a sender's receiver is notified
 * of under one group key.
 *
 * <p>Every method may throw a {@link org.springframework.dao.DataAccessException} when the store does not answer.
 */
public final class AlertGroups {

    /** The prefix of group keys of test messages; they are no alerts and are not returned here. */
    public static final String TEST_GROUPS = "tocsin/test:";

    /** Groups that are open at once, and groups read for a page; the most recently received ones. */
    private static final int MOST_GROUPS = 5_000;

    private static final int MOST_DELIVERIES = 5_000;
    private static final char LIST = 'g';
    private static final Comparator<AlertGroup> MOST_SEVERE_FIRST =
            Comparator.comparing(group -> group.summary().severity(), Severity.MOST_SEVERE_FIRST);
    /** An outer join, so that MySQL reads the groups first and in their order. */
    private static final String SELECT = """
            SELECT g.id, g.notification_id, g.received_at, g.status, g.firing_since, n.summary
            FROM alert_group g LEFT JOIN notification n ON n.id = g.notification_id
            """;

    private final JdbcClient jdbc;
    private final JsonMapper json;
    private final NotificationSearch search;
    private final DeliveryEntryMapper rows;
    private final InstantSource clock;
    private final Duration staleAfter;

    /** @param staleAfter how long a firing group may go without a notification before it is stale */
    public AlertGroups(JdbcClient jdbc, JsonMapper json, InstantSource clock, Duration staleAfter) {
        this.jdbc = jdbc;
        this.json = json;
        this.search = new NotificationSearch(jdbc, json);
        this.rows = new DeliveryEntryMapper(json);
        this.clock = clock;
        this.staleAfter = staleAfter;
    }

    /**
     * A notification of a group.
     *
     * @param entry its summary
     * @param before the summary of the notification before it; null when it is the first one known
     * @param deliveries its deliveries, by target and sequence
     */
    public record Moment(
            NotificationEntry entry, @Nullable NotificationSummary before, List<DeliveryEntry> deliveries) {}

    /**
     * A group with its history.
     *
     * @param group its latest state
     * @param content the content of its latest notification
     * @param moments its notifications, newest first
     */
    public record History(AlertGroup group, Notification content, LedgerPage<Moment> moments) {}

    /** The groups that are firing as far as is known, the most severe first, then the latest first. */
    public List<AlertGroup> open() {
        return jdbc
                .sql(SELECT + " WHERE g.status = 'FIRING' ORDER BY g.notification_id DESC LIMIT :limit")
                .param("limit", MOST_GROUPS)
                .query(this::group)
                .list()
                .stream()
                .filter(AlertGroups::isAlert)
                .sorted(MOST_SEVERE_FIRST)
                .toList();
    }

    /**
     * Groups, the most recently received first. A page reads a bounded number of groups and may be short.
     *
     * @param cursor the {@code next} of an earlier page with the same filter; null for the first page
     * @param limit at most this many, 1 to {@value Ledger#MOST_ITEMS}
     * @throws InvalidCursorException when the cursor is invalid
     */
    public LedgerPage<AlertGroup> page(AlertGroupFilter filter, @Nullable String cursor, int limit) {
        List<AlertGroup> found = new ArrayList<>();
        long below = Cursor.id(LIST, cursor);
        List<AlertGroup> chunk;
        int read = 0;
        do {
            chunk = jdbc.sql(SELECT + " WHERE g.notification_id < :below ORDER BY g.notification_id DESC LIMIT :limit")
                    .param("below", below)
                    .param("limit", limit + 1)
                    .query(this::group)
                    .list();
            chunk.stream().filter(group -> isAlert(group) && filter.test(group)).forEach(found::add);
            below = chunk.isEmpty() ? below : chunk.get(chunk.size() - 1).notificationId();
            read += chunk.size();
        } while (chunk.size() > limit && found.size() <= limit && read < MOST_GROUPS);
        return chunk.size() > limit && found.size() <= limit
                ? new LedgerPage<>(found, Cursor.of(LIST, below))
                : LedgerPage.of(found, limit, last -> Cursor.of(LIST, last.notificationId()));
    }

    private AlertGroup group(ResultSet row, int number) throws SQLException {
        Instant receivedAt = Instant.ofEpochMilli(row.getLong("received_at"));
        boolean stale = receivedAt.isBefore(clock.instant().minus(staleAfter));
        State firing = stale ? State.STALE : State.FIRING;
        return new AlertGroup(
                row.getString("id"),
                AlertStatus.valueOf(row.getString("status")) == AlertStatus.RESOLVED ? State.RESOLVED : firing,
                json.readValue(row.getString("summary"), NotificationSummary.class),
                row.getLong("notification_id"),
                Rows.instant(row, "firing_since"),
                receivedAt);
    }

    private static boolean isAlert(AlertGroup group) {
        return !group.summary().groupKey().startsWith(TEST_GROUPS);
    }

    /**
     * One group; empty when there is none, or it was purged.
     *
     * @param cursor the {@code next} of an earlier page of its moments; null for the first page
     * @param limit at most this many moments, 1 to {@value Ledger#MOST_ITEMS}
     * @throws InvalidCursorException when the cursor is invalid
     */
    public Optional<History> history(String id, @Nullable String cursor, int limit) {
        long below = Cursor.id(LIST, cursor);
        return jdbc.sql(SELECT + " WHERE g.id = :id").param("id", id).query(this::group).list().stream()
                .filter(AlertGroups::isAlert)
                .flatMap(group ->
                        content(group).map(content -> new History(group, content, moments(id, below, limit))).stream())
                .findFirst();
    }

    private Optional<Notification> content(AlertGroup group) {
        return jdbc.sql("SELECT content FROM notification WHERE id = :id")
                .param("id", group.notificationId())
                .query((row, n) -> json.readValue(row.getString(1), Notification.class))
                .optional();
    }

    /** One more than requested is read, to show what changed in the oldest. */
    private LedgerPage<Moment> moments(String group, long below, int limit) {
        List<NotificationEntry> entries = jdbc.sql("""
                        SELECT id, received_at, summary FROM notification
                        WHERE group_id = :group AND id < :below ORDER BY id DESC LIMIT :limit
                        """)
                .param("group", group)
                .param("below", below)
                .param("limit", limit + 1)
                .query((row, n) -> search.entry(row))
                .list();
        Map<Long, List<DeliveryEntry>> deliveries = deliveries(entries);
        List<Moment> moments = new ArrayList<>();
        for (int n = 0; n < entries.size(); n++) {
            NotificationEntry entry = entries.get(n);
            NotificationSummary before =
                    n + 1 < entries.size() ? entries.get(n + 1).summary() : null;
            moments.add(new Moment(entry, before, deliveries.getOrDefault(entry.id(), List.of())));
        }
        return LedgerPage.of(
                moments, limit, last -> Cursor.of(LIST, last.entry().id()));
    }

    private Map<Long, List<DeliveryEntry>> deliveries(List<NotificationEntry> entries) {
        if (entries.isEmpty()) {
            return Map.of();
        }
        return jdbc
                .sql(DeliveryEntryMapper.SELECT
                        + " WHERE d.notification_id IN (:ids) ORDER BY d.target, d.seq LIMIT :limit")
                .param("ids", entries.stream().map(NotificationEntry::id).toList())
                .param("limit", MOST_DELIVERIES)
                .query(rows)
                .list()
                .stream()
                .collect(Collectors.groupingBy(DeliveryEntry::notificationId));
    }
}
