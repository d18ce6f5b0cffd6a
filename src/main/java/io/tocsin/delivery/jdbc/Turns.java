package io.tocsin.delivery.jdbc;

import org.springframework.jdbc.core.JdbcTemplate;

/** Makes the writers of all replicas take turns, as appends do. */
final class Turns {

    private Turns() {}

    /** Waits for the turn, which lasts until the running transaction ends. */
    static void await(JdbcTemplate jdbc) {
        jdbc.update("UPDATE outbox_head SET next_notification = next_notification WHERE id = 1");
    }
}
