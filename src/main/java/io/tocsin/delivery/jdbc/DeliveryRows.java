package io.tocsin.delivery.jdbc;

import io.tocsin.alert.Notification;
import io.tocsin.channel.FailureReason;
import io.tocsin.delivery.jdbc.store.Rows;
import io.tocsin.delivery.queue.Delivery;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.json.JsonMapper;

/**
 * Reads pending deliveries.
 *
 * @param json reads contents
 */
record DeliveryRows(JsonMapper json) {

    /** The columns to select, of {@code delivery d} and {@code notification n}. */
    static final String COLUMNS =
            "d.seq, d.notification_id, d.created_at, d.attempts, d.next_attempt_at, d.alert_indexes, d.resend_of, n.content,"
                    + " f.target AS fallback_of, (SELECT COUNT(*) FROM attempt a WHERE a.target = d.target AND a.seq = d.seq"
                    + " AND a.reason IN (" + unexplained() + ")) AS unexplained";

    /** The additional join that shows whose fallback a delivery is. */
    static final String FALLBACK =
            " LEFT JOIN fallback f ON f.to_target = d.target AND f.to_seq = COALESCE(d.origin_seq, d.seq)";

    /**
     * The first pending deliveries of a queue after a sequence number, as {@code d}, with the number of pending ones; the
     * arguments are the target and the sequence number. They are selected before any join: MySQL may otherwise start at the
     * notifications and read all pending ones for each that is sent.
     */
    static String waiting(int limit) {
        return " FROM (SELECT w.*, l.pending FROM queue l JOIN delivery w ON w.target = l.name AND w.seq >= l.head_seq"
                + " WHERE l.name = ? AND l.pending > 0 AND w.seq > ? AND w.state = 'PENDING' ORDER BY w.seq LIMIT "
                + limit
                + ") d JOIN notification n ON n.id = d.notification_id" + FALLBACK + " ORDER BY d.seq";
    }

    Delivery read(String target, ResultSet row) throws SQLException {
        Notification content = json.readValue(row.getString("content"), Notification.class);
        return new Delivery(
                target,
                row.getLong("seq"),
                row.getLong("notification_id"),
                Instant.ofEpochMilli(row.getLong("created_at")),
                row.getInt("attempts"),
                row.getInt("unexplained"),
                Instant.ofEpochMilli(row.getLong("next_attempt_at")),
                select(content, row.getString("alert_indexes")),
                row.getString("fallback_of"),
                Rows.number(row, "resend_of") != null);
    }

    private static String unexplained() {
        return Arrays.stream(FailureReason.values())
                .filter(FailureReason::isUnexplained)
                .map(reason -> "'" + reason.label() + "'")
                .collect(Collectors.joining(", "));
    }

    static Notification select(Notification content, @Nullable String indexes) {
        List<Integer> chosen = Rows.indexes(indexes);
        return chosen == null
                ? content
                : content.withAlerts(chosen.stream().map(content.alerts()::get).toList());
    }
}
