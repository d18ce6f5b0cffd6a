-- The tables of sqlite/V4__fallback_and_own_alerts.sql; see there for what they mean.
-- MySQL commits each statement by itself: each can be run again after a kill.

CREATE TABLE IF NOT EXISTS fallback_line (
    target   VARCHAR(64) NOT NULL PRIMARY KEY,
    next_seq BIGINT      NOT NULL
) ENGINE = InnoDB DEFAULT CHARACTER SET utf8mb4 COLLATE utf8mb4_bin;

CREATE TABLE IF NOT EXISTS fallback (
    target          VARCHAR(64) NOT NULL,
    seq             BIGINT      NOT NULL,
    notification_id BIGINT      NOT NULL,
    handed_on_at    BIGINT      NOT NULL,
    to_target       VARCHAR(64) NOT NULL,
    to_seq          BIGINT      NOT NULL,
    PRIMARY KEY (target, seq),
    UNIQUE INDEX fallback_to (to_target, to_seq),
    INDEX fallback_notification (notification_id)
) ENGINE = InnoDB DEFAULT CHARACTER SET utf8mb4 COLLATE utf8mb4_bin;

CREATE TABLE IF NOT EXISTS own_alert (
    name     VARCHAR(128) NOT NULL PRIMARY KEY,
    since    BIGINT       NOT NULL,
    told_at  BIGINT       NOT NULL,
    targets  TEXT         NOT NULL
) ENGINE = InnoDB DEFAULT CHARACTER SET utf8mb4 COLLATE utf8mb4_bin;

CREATE TABLE IF NOT EXISTS heartbeat (
    name       VARCHAR(128) NOT NULL PRIMARY KEY,
    last_seen  BIGINT       NOT NULL,
    silent     BIGINT       NOT NULL,
    judged_at  BIGINT       NOT NULL,
    back_since BIGINT
) ENGINE = InnoDB DEFAULT CHARACTER SET utf8mb4 COLLATE utf8mb4_bin;
