package io.tocsin.delivery.jdbc.history;

import io.tocsin.delivery.DeliveryState;
import io.tocsin.delivery.ShortHash;
import io.tocsin.delivery.history.DeliveryFilter;
import io.tocsin.delivery.history.InvalidCursorException;
import io.tocsin.delivery.history.LedgerPage;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.JdbcTemplate;

/**
 * Finds deliveries, newest first, by reading the targets' queues side by side from their ends. That needs no index except the
 * queues' own, which every append would have to maintain. The cursor holds the position in each queue.
 */
final class DeliverySearch {

    /** Rows read for a page, over all queues. */
    private static final int WINDOW = 20_000;

    private static final String CURSOR = "d(\\.[0-9a-z]{1,13}-[0-9a-z]{1,12})+";

    private final JdbcTemplate jdbc;

    DeliverySearch(JdbcTemplate jdbc) {
        this.jdbc = jdbc;
    }

    private record Line(String target, long headSequence, long nextSequence) {}

    LedgerPage<DeliveryRow> page(DeliveryFilter filter, @Nullable String cursor, int limit) {
        Map<String, Long> places = cursor == null ? null : places(cursor);
        List<Line> lines = lines(filter.target());
        List<QueueScan> searches = new ArrayList<>();
        for (Line line : lines) {
            Long below = places == null ? Long.valueOf(line.nextSequence()) : places.get(ShortHash.text(line.target()));
            if (below != null) {
                searches.add(search(line, filter, below).look(Math.max(500, WINDOW / lines.size()), limit + 1));
            }
        }
        List<DeliveryRow> merged = merged(searches, limit);
        return new LedgerPage<>(merged, cursor(searches));
    }

    private List<Line> lines(@Nullable String target) {
        Sql sql = new Sql("SELECT name, head_seq, next_seq FROM queue");
        if (target != null) {
            sql.add("WHERE name = ?", target);
        }
        return jdbc.query(
                sql.add("ORDER BY name").text(),
                (row, n) -> new Line(row.getString(1), row.getLong(2), row.getLong(3)),
                sql.arguments());
    }

    private QueueScan search(Line line, DeliveryFilter filter, long cursor) {
        long first = number(
                new Sql("SELECT seq FROM delivery WHERE target = ? ORDER BY seq LIMIT 1", line.target()),
                line.nextSequence());
        long bottom = filter.state() == DeliveryState.PENDING ? Math.max(first, line.headSequence()) : first;
        long below = Math.min(cursor, line.nextSequence());
        Instant from = filter.from();
        Instant to = filter.to();
        if (to != null) {
            below = Math.min(below, firstSince(line.target(), bottom, below, to.plus(NotificationSearch.DISORDER)));
        }
        if (from != null) {
            bottom = firstSince(line.target(), bottom, below, from.minus(NotificationSearch.DISORDER));
        }
        return new QueueScan(jdbc, filter, line.target(), below, bottom);
    }

    /** The first sequence committed at this time or later: sequence order is roughly the order of time. */
    private long firstSince(String target, long low, long high, Instant time) {
        long from = low;
        long to = high;
        while (from < to) {
            long middle = (from + to) >>> 1;
            long at = number(
                    new Sql(
                            "SELECT created_at FROM delivery WHERE target = ? AND seq >= ? ORDER BY seq LIMIT 1",
                            target,
                            middle),
                    Long.MAX_VALUE);
            if (at >= time.toEpochMilli()) {
                to = middle;
            } else {
                from = middle + 1;
            }
        }
        return from;
    }

    private long number(Sql sql, long otherwise) {
        return jdbc.queryForList(sql.text(), Long.class, sql.arguments()).stream()
                .filter(Objects::nonNull)
                .findFirst()
                .orElse(otherwise);
    }

    /** Takes the newest of all repeatedly, as long as no queue can have a newer one that was not read. */
    private static List<DeliveryRow> merged(List<QueueScan> searches, int limit) {
        List<DeliveryRow> merged = new ArrayList<>();
        QueueScan newest = newest(searches);
        while (merged.size() < limit && newest != null && !newest.isEmpty()) {
            merged.add(newest.take());
            newest = newest(searches);
        }
        return merged;
    }

    private static @Nullable QueueScan newest(List<QueueScan> searches) {
        QueueScan newest = null;
        Instant at = Instant.MIN;
        for (QueueScan search : searches) {
            Instant candidate = search.newest();
            if (candidate != null && candidate.isAfter(at)) {
                newest = search;
                at = candidate;
            }
        }
        return newest;
    }

    private static @Nullable String cursor(List<QueueScan> searches) {
        String places = searches.stream()
                .filter(search -> search.next() != null)
                .map(search -> "." + ShortHash.text(search.target()) + "-"
                        + Long.toString(Objects.requireNonNull(search.next()), Character.MAX_RADIX))
                .collect(Collectors.joining());
        return places.isEmpty() ? null : "d" + places;
    }

    /** By the hashes of the targets' names, which keep the cursor of a hundred targets within a URL. */
    private static Map<String, Long> places(String cursor) {
        if (!cursor.matches(CURSOR)) {
            throw new InvalidCursorException();
        }
        Map<String, Long> places = new HashMap<>();
        for (String place : cursor.substring(2).split("\\.", -1)) {
            int dash = place.indexOf('-');
            places.put(place.substring(0, dash), Long.parseLong(place.substring(dash + 1), Character.MAX_RADIX));
        }
        return places;
    }
}
