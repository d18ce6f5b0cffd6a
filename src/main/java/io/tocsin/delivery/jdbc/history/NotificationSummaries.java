package io.tocsin.delivery.jdbc.history;

import io.tocsin.alert.Notification;
import io.tocsin.delivery.history.NotificationSummary;
import io.tocsin.delivery.jdbc.store.Rows;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.JdbcTemplate;
import tools.jackson.databind.json.JsonMapper;

/** Reads notifications' summaries and contents. */
final class NotificationSummaries {

    private final JdbcTemplate jdbc;
    private final JsonMapper json;

    NotificationSummaries(JdbcTemplate jdbc, JsonMapper json) {
        this.jdbc = jdbc;
        this.json = json;
    }

    /** The summary of a row that holds that column. */
    NotificationSummary summary(ResultSet row) throws SQLException {
        return json.readValue(row.getString("summary"), NotificationSummary.class);
    }

    Notification content(String stored) {
        return json.readValue(stored, Notification.class);
    }

    /** The content of a notification; null when it was purged. */
    @Nullable Notification content(long id) {
        return jdbc.queryForList("SELECT content FROM notification WHERE id = ?", String.class, id).stream()
                .findFirst()
                .map(this::content)
                .orElse(null);
    }

    /** The summaries of these notifications by their ids; without purged ones. */
    Map<Long, NotificationSummary> byId(Collection<Long> ids) {
        List<Long> wanted = ids.stream().distinct().toList();
        Map<Long, NotificationSummary> found = new HashMap<>();
        if (!wanted.isEmpty()) {
            jdbc.query(
                    "SELECT id, summary FROM notification WHERE id IN (" + Rows.marks(wanted) + ")",
                    row -> {
                        found.put(row.getLong("id"), summary(row));
                    },
                    wanted.toArray());
        }
        return found;
    }

    /** A name and its value as stored in a content, to search for there. */
    String literal(String name, String value) {
        return json.writeValueAsString(name) + ":" + json.writeValueAsString(value);
    }
}
