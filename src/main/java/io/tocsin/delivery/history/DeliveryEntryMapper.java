package io.tocsin.delivery.history;

import io.tocsin.delivery.DeliveryId;
import io.tocsin.delivery.DeliveryState;
import io.tocsin.delivery.history.DeliveryEntry.HandedOn;
import io.tocsin.delivery.jdbc.store.Rows;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.RowMapper;
import tools.jackson.databind.json.JsonMapper;

/** Reads entries of lists of deliveries. */
record DeliveryEntryMapper(JsonMapper json) implements RowMapper<DeliveryEntry> {

    /** Outer joins, so that MySQL reads the deliveries first and in their order, and the rest for those of a page only. */
    static final String SELECT = """
            SELECT d.target, d.seq, d.notification_id, d.alert_indexes, d.state, d.attempts, d.created_at, d.next_attempt_at,
                d.finished_at, d.reason, d.detail, d.resend_of, d.resent_as, d.requested_by, d.digest_of, n.summary,
                o.target AS of_target, o.seq AS of_seq, h.to_target, h.to_seq, h.handed_on_at
            FROM delivery d
            LEFT JOIN notification n ON n.id = d.notification_id
            LEFT JOIN fallback o ON o.to_target = d.target AND o.to_seq = COALESCE(d.origin_seq, d.seq)
            LEFT JOIN fallback h ON h.target = d.target AND h.seq = d.seq
            """;

    @Override
    public DeliveryEntry mapRow(ResultSet row, int number) throws SQLException {
        DeliveryState state = DeliveryState.valueOf(row.getString("state"));
        long next = row.getLong("next_attempt_at");
        return new DeliveryEntry(
                new DeliveryId(row.getString("target"), row.getLong("seq")),
                row.getLong("notification_id"),
                json.readValue(row.getString("summary"), NotificationSummary.class),
                Rows.indexes(row.getString("alert_indexes")),
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
}
