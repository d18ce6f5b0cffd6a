package io.tocsin.delivery.jdbc;

import io.tocsin.delivery.DeliveryEntry;
import io.tocsin.delivery.DeliveryFilter;
import io.tocsin.delivery.DeliveryId;
import io.tocsin.delivery.DeliveryState;
import io.tocsin.delivery.NotificationSummary;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A delivery as it is stored. */
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
        @Nullable Long resendOf,
        @Nullable Long resentAs) {

    static final String COLUMNS = "d.target, d.seq, d.notification_id, d.alert_indexes, d.state, d.attempts,"
            + " d.created_at, d.next_attempt_at, d.finished_at, d.reason, d.detail, d.resend_of, d.resent_as";

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
                Rows.number(row, "resend_of"),
                Rows.number(row, "resent_as"));
    }

    private static @Nullable List<Integer> indexes(@Nullable String stored) {
        return stored == null
                ? null
                : Arrays.stream(stored.split(",", -1)).map(Integer::valueOf).toList();
    }

    /** Adds what a filter asks of a row beside its target and notification. */
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
                resendOf == null ? null : new DeliveryId(target, resendOf),
                resentAs == null ? null : new DeliveryId(target, resentAs));
    }
}
