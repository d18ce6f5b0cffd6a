package io.tocsin.delivery.history;

import io.tocsin.alert.Alert;
import io.tocsin.alert.LabelMatcher;
import io.tocsin.alert.Notification;
import io.tocsin.delivery.ShortHash;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import tools.jackson.databind.json.JsonMapper;

/** Finds notifications, newest first by id. Only labels need contents, of which a bounded number is read for a page. */
final class NotificationSearch {

    /** By how much an id may be older or newer than adjacent ids: replicas' clocks, and the wait for a commit. */
    private static final Duration DISORDER = Duration.ofMinutes(1);
    /** Contents read for a page. */
    private static final int MOST_CONTENTS = 2_000;

    private static final int CHUNK = 25;
    /** Larger contents are read one by one, so that a chunk never fills the memory. */
    private static final int LARGE = 256 * 1024;

    private static final char LIST = 'n';

    private final JdbcClient jdbc;
    private final JsonMapper json;

    NotificationSearch(JdbcClient jdbc, JsonMapper json) {
        this.jdbc = jdbc;
        this.json = json;
    }

    private record Candidate(
            NotificationEntry entry, @Nullable String content) {}

    NotificationEntry entry(ResultSet row) throws SQLException {
        return new NotificationEntry(
                row.getLong("id"),
                Instant.ofEpochMilli(row.getLong("received_at")),
                json.readValue(row.getString("summary"), NotificationSummary.class));
    }

    LedgerPage<NotificationEntry> page(NotificationFilter filter, @Nullable String cursor, int limit) {
        long below = Cursor.id(LIST, cursor);
        return filter.matchers().isEmpty()
                ? LedgerPage.of(
                        query(filter, "NULL", below, limit + 1).stream()
                                .map(Candidate::entry)
                                .toList(),
                        limit,
                        last -> Cursor.of(LIST, last.id()))
                : matching(filter, below, limit);
    }

    private LedgerPage<NotificationEntry> matching(NotificationFilter filter, long first, int limit) {
        List<NotificationEntry> found = new ArrayList<>();
        long below = first;
        for (int read = 0; read < MOST_CONTENTS; read += CHUNK) {
            List<Candidate> chunk =
                    query(filter, "CASE WHEN LENGTH(n.content) < " + LARGE + " THEN n.content END", below, CHUNK);
            for (Candidate candidate : chunk) {
                below = candidate.entry().id();
                if (matches(filter, candidate)) {
                    found.add(candidate.entry());
                }
                if (found.size() == limit) {
                    return new LedgerPage<>(found, Cursor.of(LIST, below));
                }
            }
            if (chunk.size() < CHUNK) {
                return new LedgerPage<>(found, null);
            }
        }
        return new LedgerPage<>(found, Cursor.of(LIST, below));
    }

    /** Whether one alert has the fingerprint, and labels that match all matchers. */
    private boolean matches(NotificationFilter filter, Candidate candidate) {
        return Optional.ofNullable(candidate.content())
                .or(() -> content(candidate.entry().id()))
                .map(content -> json.readValue(content, Notification.class))
                .stream()
                .flatMap(content -> content.alerts().stream())
                .anyMatch(alert -> matches(filter, alert));
    }

    private static boolean matches(NotificationFilter filter, Alert alert) {
        return (filter.fingerprint() == null || filter.fingerprint().equals(alert.fingerprint()))
                && LabelMatcher.allMatch(filter.matchers(), alert.labels());
    }

    private Optional<String> content(long id) {
        return jdbc.sql("SELECT content FROM notification WHERE id = :id")
                .param("id", id)
                .query(String.class)
                .optional();
    }

    private List<Candidate> query(NotificationFilter filter, String content, long below, int limit) {
        List<NotificationTerm> terms = terms(filter);
        StringBuilder from = new StringBuilder(" FROM notification n");
        Conditions where = new Conditions();
        for (int i = 0; i < terms.size(); i++) {
            NotificationTerm term = terms.get(i);
            from.append(" JOIN notification_term t%1$d ON t%1$d.notification_id = n.id".formatted(i));
            where.and("t%1$d.name = :name%1$d".formatted(i), "name" + i, term.name())
                    .and("t%1$d.value = :value%1$d".formatted(i), "value" + i, term.value());
        }
        // The order of the terms' index where there is one, which the database does not know to be that of the
        // notifications.
        String id = terms.isEmpty() ? "n.id" : "t0.notification_id";
        // SQLite would otherwise take the index of the status for the few of a group.
        boolean few = filter.group() != null || filter.groupKey() != null;
        Instant start = filter.from();
        Instant end = filter.to();
        where.and(id + " < :below", "below", below)
                .and(
                        (few ? "COALESCE(n.status, '')" : "n.status") + " = :status",
                        "status",
                        filter.status() == null ? null : filter.status().name())
                .and("n.group_id = :group", "group", filter.group())
                .and(
                        "n.group_id IN (SELECT id FROM alert_group WHERE key_hash = :key)",
                        "key",
                        filter.groupKey() == null ? null : ShortHash.of(filter.groupKey()))
                .and("n.received_at >= :from", "from", Ledger.millis(start))
                .and("n.received_at < :to", "to", Ledger.millis(end))
                .and(
                        id + " >= :first",
                        "first",
                        start == null ? null : firstSince(start.minus(DISORDER), Long.MAX_VALUE))
                .and(id + " < :end", "end", end == null ? null : firstSince(end.plus(DISORDER), Long.MAX_VALUE));
        return jdbc.sql("SELECT n.id, n.received_at, n.summary, " + content + " AS content" + from + where
                        + " ORDER BY " + id + " DESC LIMIT :limit")
                .params(where.with("limit", limit).parameters())
                .query((row, n) -> new Candidate(entry(row), row.getString("content")))
                .list();
    }

    /** What every match has among its terms. */
    private static List<NotificationTerm> terms(NotificationFilter filter) {
        List<NotificationTerm> terms = new ArrayList<>();
        if (filter.fingerprint() != null) {
            terms.add(NotificationTerm.fingerprint(filter.fingerprint()));
        }
        if (filter.alertname() != null) {
            terms.add(NotificationTerm.alertname(filter.alertname()));
        }
        filter.matchers().stream()
                .filter(matcher -> matcher.name().equals("alertname"))
                .flatMap(matcher -> matcher.equalTo().stream())
                .filter(name -> !name.isEmpty())
                .forEach(name -> terms.add(NotificationTerm.alertname(name)));
        return terms;
    }

    /** The first id received at this time or later: the order of ids is roughly that of time. */
    private long firstSince(Instant time, long otherwise) {
        return jdbc.sql("SELECT id FROM notification WHERE received_at >= :time ORDER BY received_at LIMIT 1")
                .param("time", time.toEpochMilli())
                .query(Long.class)
                .optional()
                .orElse(otherwise);
    }
}
