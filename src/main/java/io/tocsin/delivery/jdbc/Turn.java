package io.tocsin.delivery.jdbc;

import org.springframework.jdbc.core.JdbcTemplate;

/** The one row that whoever adds to the lines updates first, so that all of them, of all replicas, take turns. */
final class Turn {

    private Turn() {}

    /** Waits for the turn; it lasts until the running transaction ends. */
    static void take(JdbcTemplate jdbc) {
        jdbc.update("UPDATE outbox_head SET next_notification = next_notification WHERE id = 1");
    }
}
