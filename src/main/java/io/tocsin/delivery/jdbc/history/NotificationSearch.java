package io.tocsin.delivery.jdbc.history;

import io.tocsin.alert.Notification;
import io.tocsin.delivery.history.InvalidCursorException;
import io.tocsin.delivery.history.LedgerPage;
import io.tocsin.delivery.history.NotificationEntry;
import io.tocsin.delivery.history.NotificationFilter;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.JdbcTemplate;

/**
 * Finds notifications, newest first by id. A page reads the ids of one window, so that a rare label costs many fast pages and
 * not one slow one.
 */
final class NotificationSearch {

    /** By how much an id may be older or newer than adjacent ids: replicas' clocks, and the wait for a commit. */
    static final Duration DISORDER = Duration.ofMinutes(1);

    private static final int CHUNK = 25;
    /** Contents read for a page, however many rows the database returns. */
    private static final int MOST_CONTENTS = 2_000;

    /** Larger contents are read one by one, so that a chunk never fills the memory. */
    private static final int LARGE = 256 * 1024;

    private final JdbcTemplate jdbc;
    private final NotificationSummaries texts;

    NotificationSearch(JdbcTemplate jdbc, NotificationSummaries texts) {
        this.jdbc = jdbc;
        this.texts = texts;
    }

    private record Candidate(
            NotificationEntry entry, @Nullable String content) {}

    /** The ids to read: from {@code low} on, and below {@code below}; {@code bottom} is where the whole search ends. */
    private record Window(long low, long below, long bottom) {}

    LedgerPage<NotificationEntry> page(NotificationFilter filter, @Nullable String cursor, int limit) {
        NotificationCriteria criteria = NotificationCriteria.of(filter, texts);
        Window window = window(criteria, cursor);
        List<NotificationEntry> found = new ArrayList<>();
        long at = window.below();
        int scanned = 0;
        List<Candidate> chunk;
        do {
            chunk = chunk(criteria, window.low(), at, criteria.readsContent() ? CHUNK : limit + 1);
            for (Candidate candidate : chunk) {
                at = candidate.entry().id();
                if (passes(criteria, candidate)) {
                    found.add(candidate.entry());
                }
            }
            scanned += chunk.size();
        } while (!chunk.isEmpty() && found.size() <= limit && !(criteria.readsContent() && scanned >= MOST_CONTENTS));
        if (found.size() > limit) {
            return new LedgerPage<>(
                    List.copyOf(found.subList(0, limit)),
                    cursor(found.get(limit - 1).id()));
        }
        long reached = chunk.isEmpty() ? window.low() : at;
        return new LedgerPage<>(found, reached > window.bottom() ? cursor(reached) : null);
    }

    private boolean passes(NotificationCriteria criteria, Candidate candidate) {
        if (!criteria.readsContent()) {
            return true;
        }
        String stored = candidate.content();
        Notification content = stored == null ? texts.content(candidate.entry().id()) : texts.content(stored);
        return content != null && criteria.test(content);
    }

    private Window window(NotificationCriteria criteria, @Nullable String cursor) {
        NotificationFilter filter = criteria.filter();
        long top = number(new Sql("SELECT next_notification FROM outbox_head WHERE id = 1"), 1);
        long below = Math.min(cursor == null ? Long.MAX_VALUE : id(cursor), top);
        if (filter.to() != null) {
            below = Math.min(below, firstSince(filter.to().plus(DISORDER), Long.MAX_VALUE));
        }
        long bottom = filter.from() == null
                ? number(new Sql("SELECT id FROM notification ORDER BY id LIMIT 1"), top)
                : firstSince(filter.from().minus(DISORDER), top);
        long low = criteria.asksNothing() ? bottom : Math.max(bottom, below - criteria.window());
        return new Window(low, below, bottom);
    }

    private long firstSince(Instant time, long otherwise) {
        Sql first = new Sql(
                "SELECT id FROM notification WHERE received_at >= ? ORDER BY received_at LIMIT 1", time.toEpochMilli());
        return number(first, otherwise);
    }

    private long number(Sql sql, long otherwise) {
        return jdbc.queryForList(sql.text(), Long.class, sql.arguments()).stream()
                .filter(Objects::nonNull)
                .findFirst()
                .orElse(otherwise);
    }

    private List<Candidate> chunk(NotificationCriteria criteria, long low, long below, int size) {
        Sql sql = new Sql("SELECT n.id, n.received_at, n.summary")
                .add(
                        criteria.readsContent()
                                ? ", CASE WHEN LENGTH(n.content) < " + LARGE + " THEN n.content END"
                                : ", NULL")
                .add("AS content");
        sql.add("FROM notification n WHERE n.id >= ? AND n.id < ?", low, below);
        filter(sql, criteria.filter());
        criteria.terms().forEach(term -> sql.add("AND INSTR(n.search_keys, ?) > 0", SearchKeys.within(term)));
        criteria.literals().forEach(literal -> sql.add("AND INSTR(n.content, ?) > 0", literal));
        sql.add("ORDER BY n.id DESC LIMIT ?", size);
        return jdbc.query(sql.text(), (row, n) -> candidate(row), sql.arguments());
    }

    private static void filter(Sql sql, NotificationFilter filter) {
        if (filter.status() != null) {
            sql.add("AND n.status = ?", filter.status().name());
        }
        if (filter.from() != null) {
            sql.add("AND n.received_at >= ?", filter.from().toEpochMilli());
        }
        if (filter.to() != null) {
            sql.add("AND n.received_at < ?", filter.to().toEpochMilli());
        }
    }

    private Candidate candidate(ResultSet row) throws SQLException {
        NotificationEntry entry = new NotificationEntry(
                row.getLong("id"), Instant.ofEpochMilli(row.getLong("received_at")), texts.summary(row));
        return new Candidate(entry, row.getString("content"));
    }

    private static String cursor(long id) {
        return "n" + Long.toString(id, Character.MAX_RADIX);
    }

    private static long id(String cursor) {
        if (!cursor.matches("n[0-9a-z]{1,12}")) {
            throw new InvalidCursorException();
        }
        return Long.parseLong(cursor.substring(1), Character.MAX_RADIX);
    }
}
