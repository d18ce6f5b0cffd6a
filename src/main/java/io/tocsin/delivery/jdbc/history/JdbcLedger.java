package io.tocsin.delivery.jdbc.history;

import io.tocsin.alert.Notification;
import io.tocsin.delivery.DeliveryId;
import io.tocsin.delivery.RoutingTrail;
import io.tocsin.delivery.history.AttemptFailure;
import io.tocsin.delivery.history.DeliveryEntry;
import io.tocsin.delivery.history.DeliveryFilter;
import io.tocsin.delivery.history.InvalidCursorException;
import io.tocsin.delivery.history.Ledger;
import io.tocsin.delivery.history.LedgerPage;
import io.tocsin.delivery.history.NotificationEntry;
import io.tocsin.delivery.history.NotificationFilter;
import io.tocsin.delivery.history.NotificationSummary;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.JdbcTemplate;
import tools.jackson.databind.json.JsonMapper;

/** The ledger on a database, SQLite or MySQL, with the same SQL. */
public final class JdbcLedger implements Ledger {

    private static final String OF_NOTIFICATION = "p[0-9a-z]{1,12}-[A-Za-z0-9_.-]{1,64}";

    private final JdbcTemplate jdbc;
    private final JsonMapper json;
    private final NotificationSummaries texts;

    public JdbcLedger(JdbcTemplate jdbc, JsonMapper json) {
        this.jdbc = jdbc;
        this.json = json;
        this.texts = new NotificationSummaries(jdbc, json);
    }

    @Override
    public LedgerPage<NotificationEntry> notifications(NotificationFilter filter, @Nullable String cursor, int limit) {
        return new NotificationSearch(jdbc, texts).page(filter, cursor, limit);
    }

    @Override
    public Optional<NotificationRecord> notification(long id) {
        Notification content = texts.content(id);
        if (content == null) {
            return Optional.empty();
        }
        DeliveryFilter theirs = new DeliveryFilter(null, null, id, null, null);
        List<DeliveryEntry> deliveries = deliveries(theirs, null, MOST_ITEMS).items();
        return jdbc
                .query(
                        "SELECT n.id, n.received_at, n.summary, n.trail FROM notification n WHERE n.id = ?",
                        (row, n) -> new NotificationRecord(
                                new NotificationEntry(
                                        id, Instant.ofEpochMilli(row.getLong("received_at")), texts.summary(row)),
                                content,
                                json.readValue(row.getString("trail"), RoutingTrail.class),
                                deliveries),
                        id)
                .stream()
                .findFirst();
    }

    @Override
    public LedgerPage<DeliveryEntry> deliveries(DeliveryFilter filter, @Nullable String cursor, int limit) {
        LedgerPage<DeliveryRow> page = filter.notificationId() == null
                ? new DeliverySearch(jdbc).page(filter, cursor, limit)
                : ofNotification(filter, filter.notificationId(), cursor, limit);
        return new LedgerPage<>(entries(page.items()), page.next());
    }

    /** Few, so in the order of their queues. */
    private LedgerPage<DeliveryRow> ofNotification(
            DeliveryFilter filter, long notification, @Nullable String cursor, int limit) {
        Sql sql = new Sql(
                "SELECT " + DeliveryRow.COLUMNS + " FROM delivery d" + DeliveryRow.FALLBACKS
                        + " WHERE d.notification_id = ?",
                notification);
        if (filter.target() != null) {
            sql.add("AND d.target = ?", filter.target());
        }
        DeliveryRow.filter(sql, filter);
        if (cursor != null) {
            DeliveryId after = after(cursor);
            sql.add(
                    "AND (d.target > ? OR (d.target = ? AND d.seq > ?))",
                    after.target(),
                    after.target(),
                    after.sequence());
        }
        sql.add("ORDER BY d.target, d.seq LIMIT ?", limit + 1);
        List<DeliveryRow> rows = jdbc.query(sql.text(), DeliveryRow::read, sql.arguments());
        return rows.size() <= limit
                ? new LedgerPage<>(rows, null)
                : new LedgerPage<>(
                        rows.subList(0, limit), cursor(rows.get(limit - 1).id()));
    }

    private static String cursor(DeliveryId last) {
        return "p" + Long.toString(last.sequence(), Character.MAX_RADIX) + "-" + last.target();
    }

    private static DeliveryId after(String cursor) {
        if (!cursor.matches(OF_NOTIFICATION)) {
            throw new InvalidCursorException();
        }
        int dash = cursor.indexOf('-');
        long sequence = Long.parseLong(cursor.substring(1, dash), Character.MAX_RADIX);
        return new DeliveryId(cursor.substring(dash + 1), sequence);
    }

    /** Without those whose notification was purged meanwhile. */
    private List<DeliveryEntry> entries(List<DeliveryRow> rows) {
        Map<Long, NotificationSummary> summaries =
                texts.byId(rows.stream().map(DeliveryRow::notificationId).toList());
        return rows.stream()
                .flatMap(row -> Optional.ofNullable(summaries.get(row.notificationId())).map(row::entry).stream())
                .toList();
    }

    @Override
    public Optional<DeliveryRecord> delivery(DeliveryId id) {
        List<DeliveryRow> rows = jdbc.query(
                "SELECT " + DeliveryRow.COLUMNS + " FROM delivery d" + DeliveryRow.FALLBACKS
                        + " WHERE d.target = ? AND d.seq = ?",
                DeliveryRow::read,
                id.target(),
                id.sequence());
        return entries(rows).stream()
                .map(entry -> new DeliveryRecord(entry, failures(id)))
                .findFirst();
    }

    private List<AttemptFailure> failures(DeliveryId id) {
        return jdbc.query(
                "SELECT number, ended_at, reason, detail FROM attempt WHERE target = ? AND seq = ? ORDER BY number",
                (row, n) -> new AttemptFailure(
                        row.getInt(1), Instant.ofEpochMilli(row.getLong(2)), row.getString(3), row.getString(4)),
                id.target(),
                id.sequence());
    }
}
