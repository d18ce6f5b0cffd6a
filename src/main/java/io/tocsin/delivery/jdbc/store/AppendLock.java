package io.tocsin.delivery.jdbc.store;

import java.util.Objects;
import org.springframework.jdbc.core.JdbcTemplate;

/**
 * The row that every append updates first, which serializes the appends of all replicas. The update must change the row: an
 * update to the same value locks the row on one node of a cluster and is not seen by the others.
 */
public final class AppendLock {

    private AppendLock() {}

    /** Acquires the lock until the running transaction ends. */
    public static void take(JdbcTemplate jdbc) {
        jdbc.update("UPDATE outbox_head SET turns = turns + 1 WHERE id = 1");
    }

    /** Acquires the lock and allocates so many ids for notifications; returns the first of them. */
    public static long take(JdbcTemplate jdbc, int ids) {
        jdbc.update("UPDATE outbox_head SET next_notification = next_notification + ? WHERE id = 1", ids);
        Long next = jdbc.queryForObject("SELECT next_notification FROM outbox_head WHERE id = 1", Long.class);
        return Objects.requireNonNull(next, "the store has no outbox_head") - ids;
    }
}
