-- The tables of sqlite/V1__outbox.sql; see there for what they mean.
-- MySQL commits each statement by itself: each can be run again after a kill.

CREATE TABLE IF NOT EXISTS outbox_head (
    id                INT    NOT NULL PRIMARY KEY,
    next_notification BIGINT NOT NULL,
    probed_at         BIGINT NOT NULL
) ENGINE = InnoDB;
INSERT IGNORE INTO outbox_head (id, next_notification, probed_at) VALUES (1, 1, 0);

CREATE TABLE IF NOT EXISTS notification (
    id          BIGINT     NOT NULL PRIMARY KEY,
    dedup_key   VARCHAR(64) NOT NULL,
    received_at BIGINT     NOT NULL,
    content     LONGTEXT   NOT NULL,
    INDEX notification_dedup (dedup_key),
    INDEX notification_received (received_at)
) ENGINE = InnoDB DEFAULT CHARACTER SET utf8mb4 COLLATE utf8mb4_bin;

CREATE TABLE IF NOT EXISTS target (
    name          VARCHAR(64) NOT NULL PRIMARY KEY,
    next_seq      BIGINT      NOT NULL,
    head_seq      BIGINT      NOT NULL,
    pending       BIGINT      NOT NULL,
    parked        BIGINT      NOT NULL,
    lease_owner   VARCHAR(64),
    lease_until   BIGINT      NOT NULL,
    epoch         BIGINT      NOT NULL,
    sent_at       TEXT        NOT NULL,
    not_before    BIGINT      NOT NULL,
    blocked_since BIGINT
) ENGINE = InnoDB DEFAULT CHARACTER SET utf8mb4 COLLATE utf8mb4_bin;

CREATE TABLE IF NOT EXISTS delivery (
    target          VARCHAR(64) NOT NULL,
    seq             BIGINT      NOT NULL,
    notification_id BIGINT      NOT NULL,
    alert_indexes   LONGTEXT,
    state           VARCHAR(16) NOT NULL,
    attempts        INT         NOT NULL,
    created_at      BIGINT      NOT NULL,
    next_attempt_at BIGINT      NOT NULL,
    finished_at     BIGINT,
    reason          VARCHAR(32),
    detail          TEXT,
    PRIMARY KEY (target, seq),
    INDEX delivery_notification (notification_id)
) ENGINE = InnoDB DEFAULT CHARACTER SET utf8mb4 COLLATE utf8mb4_bin;
