package io.tocsin.delivery.jdbc;

import io.tocsin.delivery.NewDelivery;
import io.tocsin.delivery.NewNotification;
import io.tocsin.delivery.jdbc.store.AppendLock;
import io.tocsin.delivery.selfalert.SelfAlertStore;
import io.tocsin.delivery.worker.WorkerWakeups;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.BooleanSupplier;
import java.util.function.IntSupplier;
import java.util.stream.Collectors;
import org.springframework.jdbc.core.JdbcTemplate;
import tools.jackson.databind.json.JsonMapper;

/** Self-alerts: one row for each that is firing, written in one transaction with its notification. */
record JdbcSelfAlertStore(JdbcTemplate jdbc, StoreWriter writer, JsonMapper json, WorkerWakeups signals)
        implements SelfAlertStore {

    @Override
    public Map<String, Firing> firing() {
        Map<String, Firing> firing = new TreeMap<>();
        jdbc.query("SELECT name, since, told_at, targets FROM self_alert", row -> {
            Instant since = Instant.ofEpochMilli(row.getLong("since"));
            Instant toldAt = Instant.ofEpochMilli(row.getLong("told_at"));
            firing.put(row.getString("name"), new Firing(since, toldAt, names(row.getString("targets"))));
        });
        return firing;
    }

    @Override
    public boolean raise(String key, Instant since, BooleanSupplier confirmed, NewNotification notification) {
        String targets =
                notification.deliveries().stream().map(NewDelivery::target).collect(Collectors.joining(","));
        return append(
                notification,
                confirmed,
                () -> jdbc.update(
                        "INSERT INTO self_alert (name, since, told_at, targets) SELECT ?, ?, ?, ? FROM outbox_head"
                                + " WHERE NOT EXISTS (SELECT 1 FROM self_alert WHERE name = ?)",
                        key,
                        since.toEpochMilli(),
                        notification.receivedAt().toEpochMilli(),
                        targets,
                        key));
    }

    @Override
    public boolean repeat(String key, Firing known, NewNotification notification) {
        return append(
                notification,
                () -> true,
                () -> jdbc.update(
                        "UPDATE self_alert SET told_at = ? WHERE name = ? AND told_at = ?",
                        notification.receivedAt().toEpochMilli(),
                        key,
                        known.toldAt().toEpochMilli()));
    }

    @Override
    public boolean resolve(String key, BooleanSupplier confirmed, NewNotification notification) {
        return append(notification, confirmed, () -> jdbc.update("DELETE FROM self_alert WHERE name = ?", key));
    }

    /** Appends the notification if the change is made, even to a full outbox, which may be what it reports. */
    private boolean append(NewNotification notification, BooleanSupplier confirmed, IntSupplier change) {
        WrittenNotification written = WrittenNotification.of(notification, json);
        AppendBatch appender = new AppendBatch(jdbc, Long.MAX_VALUE);
        boolean changed = writer.inTurn(() -> {
            AppendLock.take(jdbc);
            boolean first = confirmed.getAsBoolean() && change.getAsInt() == 1;
            if (first) {
                appender.apply(List.of(written));
            }
            return first;
        });
        if (changed) {
            signals.raise(
                    notification.deliveries().stream().map(NewDelivery::target).toList());
        }
        return changed;
    }

    private static List<String> names(String joined) {
        return joined.isEmpty() ? List.of() : Arrays.asList(joined.split(",", -1));
    }
}
