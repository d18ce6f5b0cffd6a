package io.tocsin.delivery.jdbc.history;

import io.tocsin.alert.Severity;
import io.tocsin.delivery.history.AlertGroup;
import io.tocsin.delivery.history.AlertGroupFilter;
import io.tocsin.delivery.history.AlertGroups;
import io.tocsin.delivery.history.DeliveryEntry;
import io.tocsin.delivery.history.InvalidCursorException;
import io.tocsin.delivery.history.LedgerPage;
import io.tocsin.delivery.history.NotificationEntry;
import io.tocsin.delivery.jdbc.store.Rows;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.JdbcTemplate;
import tools.jackson.databind.json.JsonMapper;

/**
 * Follows the alert groups by reading each notification once. The order of ids is the order of commit, so that no notification
 * appears later under an id that was already read.
 */
public final class JdbcAlertGroups implements AlertGroups {

    private static final int CHUNK = 1_000;
    private static final Comparator<AlertGroup> MOST_SEVERE_FIRST =
            Comparator.comparing(group -> group.summary().severity(), Severity.MOST_SEVERE_FIRST);

    private final JdbcTemplate jdbc;
    private final NotificationSummaries texts;
    private final InstantSource clock;
    private final Duration unheardAfter;
    private final AlertGroupCache index = new AlertGroupCache();
    private final ReentrantLock reading = new ReentrantLock();
    private volatile boolean ready;
    private long seen;

    public JdbcAlertGroups(JdbcTemplate jdbc, JsonMapper json, InstantSource clock, Duration unheardAfter) {
        this.jdbc = jdbc;
        this.texts = new NotificationSummaries(jdbc, json);
        this.clock = clock;
        this.unheardAfter = unheardAfter;
    }

    /** Reads new notifications; while another thread reads them this does not wait, except the first time. */
    public void follow() {
        if (!ready) {
            reading.lock();
        } else if (!reading.tryLock()) {
            return;
        }
        try {
            read();
            ready = true;
        } finally {
            reading.unlock();
        }
    }

    private void read() {
        long top = number("SELECT next_notification FROM outbox_head WHERE id = 1");
        seen = Math.max(seen, top - REACH - 1);
        index.forgetBefore(number("SELECT id FROM notification ORDER BY id LIMIT 1"));
        List<NotificationEntry> chunk;
        do {
            chunk = after(seen);
            index.add(chunk);
            seen = chunk.isEmpty() ? seen : chunk.get(chunk.size() - 1).id();
        } while (chunk.size() == CHUNK);
    }

    private long number(String sql) {
        return jdbc.queryForList(sql, Long.class).stream()
                .filter(Objects::nonNull)
                .findFirst()
                .orElse(Long.valueOf(0));
    }

    private List<NotificationEntry> after(long id) {
        return entries(new Sql(
                "SELECT n.id, n.received_at, n.summary" + " FROM notification n WHERE n.id > ? ORDER BY n.id LIMIT "
                        + CHUNK,
                id));
    }

    private List<NotificationEntry> entries(Sql sql) {
        return jdbc.query(
                sql.text(),
                (row, n) -> new NotificationEntry(
                        row.getLong("id"), Instant.ofEpochMilli(row.getLong("received_at")), texts.summary(row)),
                sql.arguments());
    }

    private Instant unheardBefore() {
        return clock.instant().minus(unheardAfter);
    }

    @Override
    public List<AlertGroup> open() {
        follow();
        return index.all(unheardBefore()).stream()
                .filter(AlertGroup::isOpen)
                .sorted(MOST_SEVERE_FIRST)
                .toList();
    }

    @Override
    public LedgerPage<AlertGroup> page(AlertGroupFilter filter, @Nullable String cursor, int limit) {
        long below = cursor == null ? Long.MAX_VALUE : id(cursor);
        follow();
        List<AlertGroup> found = index.all(unheardBefore()).stream()
                .filter(group -> group.notificationId() < below && filter.test(group))
                .limit(limit + 1L)
                .toList();
        return found.size() <= limit
                ? new LedgerPage<>(found, null)
                : new LedgerPage<>(
                        found.subList(0, limit), cursor(found.get(limit - 1).notificationId()));
    }

    @Override
    public Optional<History> history(String id, @Nullable String cursor, int limit) {
        long below = cursor == null ? Long.MAX_VALUE : id(cursor);
        follow();
        return index.group(id, unheardBefore())
                .map(group ->
                        new History(group, texts.content(group.notificationId()), moments(group.id(), below, limit)));
    }

    /** One more than requested is read, to show what changed in the oldest. */
    private LedgerPage<Moment> moments(String group, long below, int limit) {
        List<Long> ids = index.notifications(group, below, limit + 1);
        if (ids.isEmpty()) {
            return new LedgerPage<>(List.of(), null);
        }
        List<NotificationEntry> entries = entries(new Sql(
                "SELECT n.id, n.received_at, n.summary FROM notification n WHERE n.id IN (" + Rows.marks(ids)
                        + ") ORDER BY n.id DESC",
                ids.toArray()));
        Map<Long, List<DeliveryEntry>> deliveries = deliveries(entries);
        List<Moment> moments = new ArrayList<>();
        for (int n = 0; n < Math.min(limit, entries.size()); n++) {
            NotificationEntry entry = entries.get(n);
            NotificationEntry before = n + 1 < entries.size() ? entries.get(n + 1) : null;
            moments.add(new Moment(
                    entry, before == null ? null : before.summary(), deliveries.getOrDefault(entry.id(), List.of())));
        }
        return new LedgerPage<>(
                moments, entries.size() > limit ? cursor(entries.get(limit - 1).id()) : null);
    }

    private Map<Long, List<DeliveryEntry>> deliveries(List<NotificationEntry> entries) {
        Map<Long, NotificationEntry> byId = new HashMap<>();
        entries.forEach(entry -> byId.put(entry.id(), entry));
        Map<Long, List<DeliveryEntry>> found = new HashMap<>();
        if (!byId.isEmpty()) {
            jdbc.query(
                            "SELECT " + DeliveryRow.COLUMNS + " FROM delivery d" + DeliveryRow.FALLBACKS
                                    + " WHERE d.notification_id IN (" + Rows.marks(byId.keySet())
                                    + ") ORDER BY d.target, d.seq LIMIT 5000",
                            DeliveryRow::read,
                            byId.keySet().toArray())
                    .forEach(row -> Optional.ofNullable(byId.get(row.notificationId()))
                            .ifPresent(entry -> found.computeIfAbsent(entry.id(), id -> new ArrayList<>())
                                    .add(row.entry(entry.summary()))));
        }
        return found;
    }

    private static String cursor(long id) {
        return "g" + Long.toString(id, Character.MAX_RADIX);
    }

    private static long id(String cursor) {
        if (!cursor.matches("g[0-9a-z]{1,12}")) {
            throw new InvalidCursorException();
        }
        return Long.parseLong(cursor.substring(1), Character.MAX_RADIX);
    }
}
