package io.tocsin.delivery.jdbc.history;

import io.tocsin.delivery.DeliveryId;
import io.tocsin.delivery.DeliveryState;
import io.tocsin.delivery.history.DeliveryEntry;
import io.tocsin.delivery.history.DeliveryEntry.HandedOn;
import io.tocsin.delivery.history.DeliveryFilter;
import io.tocsin.delivery.history.NotificationSummary;
import io.tocsin.delivery.jdbc.store.Rows;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A row of {@code delivery}. */
record DeliveryRow(
        String target,
        long sequence,
        long notificationId,
        @Nullable List<Integer> alertIndexes,
        DeliveryState state,
        int attempts,
        Instant createdAt,
        @Nullable Instant nextAttemptAt,
        @Nullable Instant finishedAt,
        @Nullable String reason,
        @Nullable String detail,
        @Nullable DeliveryId resendOf,
        @Nullable DeliveryId resentAs,
        @Nullable String requestedBy,
        @Nullable DeliveryId carriedBy,
        @Nullable DeliveryId fallbackOf,
        @Nullable HandedOn handedOnTo) {

    static final String COLUMNS = "d.target, d.seq, d.notification_id, d.alert_indexes, d.state, d.attempts,"
            + " d.created_at, d.next_attempt_at, d.finished_at, d.reason, d.detail, d.resend_of, d.resent_as, d.requested_by,"
            + " d.digest_of, o.target AS of_target, o.seq AS of_seq, h.to_target, h.to_seq, h.handed_on_at";

    /** What a query of {@code delivery d} must join: the source and the fallback of a delivery. */
    static final String FALLBACKS =
            " LEFT JOIN fallback o ON o.to_target = d.target AND o.to_seq = COALESCE(d.origin_seq, d.seq)"
                    + " LEFT JOIN fallback h ON h.target = d.target AND h.seq = d.seq";

    static DeliveryRow read(ResultSet row, int number) throws SQLException {
        DeliveryState state = DeliveryState.valueOf(row.getString("state"));
        long next = row.getLong("next_attempt_at");
        return new DeliveryRow(
                row.getString("target"),
                row.getLong("seq"),
                row.getLong("notification_id"),
                indexes(row.getString("alert_indexes")),
                state,
                row.getInt("attempts"),
                Instant.ofEpochMilli(row.getLong("created_at")),
                next > 0 && state == DeliveryState.PENDING ? Instant.ofEpochMilli(next) : null,
                Rows.instant(row, "finished_at"),
                row.getString("reason"),
                row.getString("detail"),
                id(row, "target", "resend_of"),
                id(row, "target", "resent_as"),
                row.getString("requested_by"),
                id(row, "target", "digest_of"),
                id(row, "of_target", "of_seq"),
                handedOn(row));
    }

    private static @Nullable DeliveryId id(ResultSet row, String target, String sequence) throws SQLException {
        Long number = Rows.number(row, sequence);
        return number == null ? null : new DeliveryId(row.getString(target), number);
    }

    private static @Nullable HandedOn handedOn(ResultSet row) throws SQLException {
        DeliveryId to = id(row, "to_target", "to_seq");
        return to == null ? null : new HandedOn(to, Instant.ofEpochMilli(row.getLong("handed_on_at")));
    }

    private static @Nullable List<Integer> indexes(@Nullable String stored) {
        return stored == null
                ? null
                : Arrays.stream(stored.split(",", -1)).map(Integer::valueOf).toList();
    }

    /** Adds the filter's conditions on a row in addition to its target and notification. */
    static void filter(Sql sql, DeliveryFilter filter) {
        if (filter.state() != null) {
            sql.add("AND d.state = ?", filter.state().name());
        }
        if (filter.from() != null) {
            sql.add("AND d.created_at >= ?", filter.from().toEpochMilli());
        }
        if (filter.to() != null) {
            sql.add("AND d.created_at < ?", filter.to().toEpochMilli());
        }
    }

    DeliveryId id() {
        return new DeliveryId(target, sequence);
    }

    DeliveryEntry entry(NotificationSummary summary) {
        return new DeliveryEntry(
                id(),
                notificationId,
                summary,
                alertIndexes,
                state,
                attempts,
                createdAt,
                nextAttemptAt,
                finishedAt,
                reason,
                detail,
                resendOf,
                resentAs,
                requestedBy,
                carriedBy,
                fallbackOf,
                handedOnTo);
    }
}
