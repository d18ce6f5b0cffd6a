package io.tocsin.delivery.jdbc.store;

import java.time.Duration;
import java.util.UUID;
import javax.sql.DataSource;
import org.flywaydb.core.api.callback.BaseCallback;
import org.flywaydb.core.api.callback.Context;
import org.flywaydb.core.api.callback.Event;
import org.springframework.dao.TransientDataAccessException;
import org.springframework.jdbc.core.JdbcTemplate;

/**
 * Lets one replica migrate at a time, also when each is connected to another node of a cluster: the lock that Flyway uses is
 * local to one node. Here it is a row, which two nodes cannot change at once without a conflict.
 */
final class MigrationLock extends BaseCallback {

    /** After this time the lock of a replica that died during migration is ignored; each script can be run again. */
    private static final Duration LONGEST = Duration.ofSeconds(60);

    private static final Duration POLL = Duration.ofMillis(200);

    private final JdbcTemplate jdbc;
    private final String owner = UUID.randomUUID().toString();

    MigrationLock(DataSource dataSource) {
        this.jdbc = new JdbcTemplate(dataSource);
    }

    @Override
    public boolean supports(Event event, Context context) {
        return switch (event) {
            case BEFORE_MIGRATE, AFTER_MIGRATE, AFTER_MIGRATE_ERROR -> true;
            default -> false;
        };
    }

    @Override
    public void handle(Event event, Context context) {
        if (event == Event.BEFORE_MIGRATE) {
            take();
        } else {
            jdbc.update("UPDATE migration_turn SET ends_at = 0 WHERE owner = ?", owner);
        }
    }

    private void take() {
        jdbc.execute("CREATE TABLE IF NOT EXISTS migration_turn (id INT NOT NULL PRIMARY KEY,"
                + " owner VARCHAR(64) NOT NULL, ends_at BIGINT NOT NULL) ENGINE = InnoDB");
        while (!isTaken()) {
            // The server waits, on the connection that it answers.
            jdbc.execute("DO SLEEP(" + POLL.toMillis() / 1e3 + ")");
        }
    }

    private boolean isTaken() {
        try {
            jdbc.update("INSERT IGNORE INTO migration_turn (id, owner, ends_at) VALUES (1, '', 0)");
            return jdbc.update(
                            "UPDATE migration_turn SET owner = ?, ends_at = UNIX_TIMESTAMP() + ?"
                                    + " WHERE id = 1 AND ends_at <= UNIX_TIMESTAMP()",
                            owner,
                            LONGEST.toSeconds())
                    == 1;
        } catch (TransientDataAccessException e) {
            return false;
        }
    }
}
