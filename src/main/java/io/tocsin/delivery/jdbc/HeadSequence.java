package io.tocsin.delivery.jdbc;

import java.util.List;
import org.springframework.jdbc.core.JdbcTemplate;

/** Where a queue starts after deliveries anywhere in it have finished. */
final class HeadSequence {

    private HeadSequence() {}

    /**
     * The sequence number of the first pending delivery, or the end of the queue. The end is read first, so that concurrent
     * appends are after it. Not a subquery of the update, for which MySQL would read the whole history of the queue.
     */
    static long find(JdbcTemplate jdbc, String target) {
        List<Long> end = jdbc.queryForList("SELECT next_seq FROM queue_end WHERE target = ?", Long.class, target);
        return jdbc
                .queryForList(
                        "SELECT d.seq FROM target t JOIN delivery d ON d.target = t.name AND d.seq >= t.head_seq"
                                + " AND d.state = 'PENDING' WHERE t.name = ? ORDER BY d.seq LIMIT 1",
                        Long.class,
                        target)
                .stream()
                .findFirst()
                .orElseGet(() -> end.get(0));
    }
}
