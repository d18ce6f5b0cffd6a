package io.tocsin.delivery.jdbc.history;

import io.tocsin.delivery.DeliveryState;
import io.tocsin.delivery.history.DeliveryFilter;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.JdbcTemplate;

/** One target's part of a search for deliveries: a window of its queue, read from its end. */
final class QueueScan {

    private final JdbcTemplate jdbc;
    private final DeliveryFilter filter;
    private final String target;
    /** The whole search ends here. */
    private final long bottom;

    private long below;
    private final Deque<DeliveryRow> found = new ArrayDeque<>();
    private boolean more;
    /** Rows that were not read are not newer than this. */
    private @Nullable Instant horizon;

    /**
     * @param below read sequences below this one
     * @param bottom and from this one on
     */
    QueueScan(JdbcTemplate jdbc, DeliveryFilter filter, String target, long below, long bottom) {
        this.jdbc = jdbc;
        this.filter = filter;
        this.target = target;
        this.below = below;
        this.bottom = bottom;
    }

    /**
     * Reads a window.
     *
     * @param window how many rows to read
     * @param most find at most so many
     */
    QueueScan look(int window, int most) {
        boolean indexed = filter.state() == DeliveryState.PARKED;
        long low = indexed ? bottom : Math.max(bottom, below - window);
        List<DeliveryRow> rows = query(indexed, low, most);
        found.addAll(rows);
        boolean all = rows.size() < most;
        more = !all || low > bottom;
        below = all ? low : rows.get(rows.size() - 1).sequence();
        horizon = all && more ? committedAt(low) : null;
        return this;
    }

    private @Nullable Instant committedAt(long sequence) {
        return jdbc
                .query(
                        "SELECT created_at FROM delivery WHERE target = ? AND seq >= ? ORDER BY seq LIMIT 1",
                        (row, n) -> Instant.ofEpochMilli(row.getLong(1)),
                        target,
                        sequence)
                .stream()
                .findFirst()
                .orElse(null);
    }

    private List<DeliveryRow> query(boolean indexed, long low, int most) {
        Sql sql = new Sql("SELECT " + DeliveryRow.COLUMNS);
        sql.add(
                indexed
                        ? "FROM parked_delivery p JOIN delivery d ON d.target = p.target AND d.seq = p.seq"
                                + DeliveryRow.FALLBACKS + " WHERE p.target = ? AND p.seq >= ? AND p.seq < ?"
                        : "FROM delivery d" + DeliveryRow.FALLBACKS
                                + " WHERE d.target = ? AND d.seq >= ? AND d.seq < ?",
                target,
                low,
                below);
        DeliveryRow.filter(sql, filter);
        sql.add("ORDER BY " + (indexed ? "p" : "d") + ".seq DESC LIMIT ?", most);
        return jdbc.query(sql.text(), DeliveryRow::read, sql.arguments());
    }

    String target() {
        return target;
    }

    /** When the newest of those found and not yet taken was committed, or what follows at most; null when nothing is left. */
    @Nullable Instant newest() {
        DeliveryRow first = found.peek();
        return first == null ? horizon : first.createdAt();
    }

    DeliveryRow take() {
        return found.remove();
    }

    boolean isEmpty() {
        return found.isEmpty();
    }

    /** Below which sequence to go on; null when nothing is left. */
    @Nullable Long next() {
        DeliveryRow first = found.peek();
        if (first != null) {
            return first.sequence() + 1;
        }
        return more ? below : null;
    }
}
