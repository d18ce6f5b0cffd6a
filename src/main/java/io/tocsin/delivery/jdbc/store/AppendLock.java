package io.tocsin.delivery.jdbc.store;

import java.util.Objects;
import org.springframework.jdbc.core.JdbcTemplate;

/**
 * The one row that whoever adds to the lines changes first, so that all of them, of all replicas, take turns. It must be a
 * change: an update to the same value locks the row on one node of a cluster and is not seen by the others.
 */
public final class AppendLock {

    private AppendLock() {}

    /** Waits for the turn, which lasts until the running transaction ends. */
    public static void take(JdbcTemplate jdbc) {
        jdbc.update("UPDATE outbox_head SET turns = turns + 1 WHERE id = 1");
    }

    /** The same, and takes so many ids for notifications; answers the first of them. */
    public static long take(JdbcTemplate jdbc, int ids) {
        jdbc.update("UPDATE outbox_head SET next_notification = next_notification + ? WHERE id = 1", ids);
        Long next = jdbc.queryForObject("SELECT next_notification FROM outbox_head WHERE id = 1", Long.class);
        return Objects.requireNonNull(next, "the store has no outbox_head") - ids;
    }
}
