-- The tables of sqlite/V1__schema.sql; see there for what they mean.
-- MySQL commits each statement by itself: each can be run again after a kill.

CREATE TABLE IF NOT EXISTS outbox_head (
    id                INT    NOT NULL PRIMARY KEY,
    next_notification BIGINT NOT NULL,
    turns             BIGINT NOT NULL,
    probed_at         BIGINT NOT NULL
) ENGINE = InnoDB;
INSERT IGNORE INTO outbox_head (id, next_notification, turns, probed_at) VALUES (1, 1, 0, 0);

CREATE TABLE IF NOT EXISTS notification (
    id          BIGINT      NOT NULL PRIMARY KEY,
    received_at BIGINT      NOT NULL,
    status      VARCHAR(16) NOT NULL,
    group_id    VARCHAR(16) NOT NULL,
    summary     TEXT        NOT NULL,
    trail       MEDIUMTEXT  NOT NULL,
    content     LONGTEXT    NOT NULL,
    INDEX notification_group (group_id, id),
    INDEX notification_status (status, id),
    INDEX notification_received (received_at)
) ENGINE = InnoDB DEFAULT CHARACTER SET utf8mb4 COLLATE utf8mb4_bin;

-- Binary, because otherwise names that differ in spaces at their end are equal.
CREATE TABLE IF NOT EXISTS notification_term (
    name            VARCHAR(16)    NOT NULL,
    value           VARBINARY(800) NOT NULL,
    notification_id BIGINT         NOT NULL,
    PRIMARY KEY (name, value, notification_id),
    INDEX notification_term_notification (notification_id)
) ENGINE = InnoDB DEFAULT CHARACTER SET utf8mb4 COLLATE utf8mb4_bin;

CREATE TABLE IF NOT EXISTS alert_group (
    id              VARCHAR(16) NOT NULL PRIMARY KEY,
    key_hash        BIGINT      NOT NULL,
    notification_id BIGINT      NOT NULL,
    dedup_key       VARCHAR(64) NOT NULL,
    received_at     BIGINT      NOT NULL,
    status          VARCHAR(16) NOT NULL,
    firing_since    BIGINT,
    INDEX alert_group_key (key_hash),
    INDEX alert_group_latest (notification_id)
) ENGINE = InnoDB DEFAULT CHARACTER SET utf8mb4 COLLATE utf8mb4_bin;

CREATE TABLE IF NOT EXISTS target (
    name          VARCHAR(64) NOT NULL PRIMARY KEY,
    head_seq      BIGINT      NOT NULL,
    ended         BIGINT      NOT NULL,
    parked        BIGINT      NOT NULL,
    lease_owner   VARCHAR(64),
    lease_until   BIGINT      NOT NULL,
    epoch         BIGINT      NOT NULL,
    holds         BIGINT      NOT NULL DEFAULT 0,
    sent_at       TEXT        NOT NULL,
    not_before    BIGINT      NOT NULL,
    blocked_since BIGINT
) ENGINE = InnoDB DEFAULT CHARACTER SET utf8mb4 COLLATE utf8mb4_bin;

CREATE TABLE IF NOT EXISTS queue_end (
    target   VARCHAR(64) NOT NULL PRIMARY KEY,
    next_seq BIGINT      NOT NULL
) ENGINE = InnoDB DEFAULT CHARACTER SET utf8mb4 COLLATE utf8mb4_bin;

CREATE OR REPLACE VIEW queue AS
    SELECT t.*, e.next_seq, e.next_seq - 1 - t.ended AS pending FROM target t JOIN queue_end e ON e.target = t.name;

CREATE TABLE IF NOT EXISTS delivery (
    target          VARCHAR(64) NOT NULL,
    seq             BIGINT      NOT NULL,
    notification_id BIGINT      NOT NULL,
    alert_indexes   LONGTEXT,
    critical        TINYINT     NOT NULL,
    group_id        BIGINT      NOT NULL,
    state           VARCHAR(16) NOT NULL,
    attempts        INT         NOT NULL,
    created_at      BIGINT      NOT NULL,
    next_attempt_at BIGINT      NOT NULL,
    finished_at     BIGINT,
    reason          VARCHAR(32),
    detail          TEXT,
    digest_of       BIGINT,
    resend_of       BIGINT,
    resent_as       BIGINT,
    origin_seq      BIGINT,
    request_key     VARCHAR(64),
    requested_by    VARCHAR(64),
    PRIMARY KEY (target, seq),
    INDEX delivery_notification (notification_id),
    INDEX delivery_created (created_at, target, seq),
    INDEX delivery_state (state, created_at, target, seq),
    INDEX delivery_target (target, created_at, seq)
) ENGINE = InnoDB DEFAULT CHARACTER SET utf8mb4 COLLATE utf8mb4_bin;

CREATE TABLE IF NOT EXISTS attempt (
    target   VARCHAR(64) NOT NULL,
    seq      BIGINT      NOT NULL,
    number   INT         NOT NULL,
    ended_at BIGINT      NOT NULL,
    reason   VARCHAR(32) NOT NULL,
    detail   TEXT,
    PRIMARY KEY (target, seq, number)
) ENGINE = InnoDB DEFAULT CHARACTER SET utf8mb4 COLLATE utf8mb4_bin;

CREATE TABLE IF NOT EXISTS fallback_progress (
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

CREATE TABLE IF NOT EXISTS message_thread (
    target       VARCHAR(64)  NOT NULL,
    group_hash   CHAR(64)     NOT NULL,
    conversation VARCHAR(64)  NOT NULL,
    root         VARCHAR(64)  NOT NULL,
    delivery     VARCHAR(128) NOT NULL,
    closed       INT          NOT NULL,
    updated_at   BIGINT       NOT NULL,
    told         LONGTEXT     NOT NULL,
    PRIMARY KEY (target, group_hash)
) ENGINE = InnoDB DEFAULT CHARACTER SET utf8mb4 COLLATE utf8mb4_bin;

CREATE TABLE IF NOT EXISTS replica (
    id            VARCHAR(64) NOT NULL PRIMARY KEY,
    name          VARCHAR(128) NOT NULL,
    configuration VARCHAR(64) NOT NULL,
    seen_at       BIGINT NOT NULL
) ENGINE = InnoDB DEFAULT CHARACTER SET utf8mb4 COLLATE utf8mb4_bin;

CREATE TABLE IF NOT EXISTS self_alert (
    name    VARCHAR(128) NOT NULL PRIMARY KEY,
    since   BIGINT       NOT NULL,
    told_at BIGINT       NOT NULL,
    targets TEXT         NOT NULL
) ENGINE = InnoDB DEFAULT CHARACTER SET utf8mb4 COLLATE utf8mb4_bin;

CREATE TABLE IF NOT EXISTS heartbeat (
    name       VARCHAR(128) NOT NULL PRIMARY KEY,
    last_seen  BIGINT       NOT NULL,
    silent     BIGINT       NOT NULL,
    judged_at  BIGINT       NOT NULL,
    back_since BIGINT
) ENGINE = InnoDB DEFAULT CHARACTER SET utf8mb4 COLLATE utf8mb4_bin;

CREATE TABLE IF NOT EXISTS audit_entry (
    id       BIGINT       NOT NULL AUTO_INCREMENT PRIMARY KEY,
    noted_at BIGINT       NOT NULL,
    name     VARCHAR(64)  NOT NULL,
    address  VARCHAR(64)  NOT NULL,
    action   VARCHAR(32)  NOT NULL,
    subject  VARCHAR(200) NOT NULL,
    outcome  VARCHAR(64)  NOT NULL,
    INDEX audit_entry_noted (noted_at)
) ENGINE = InnoDB DEFAULT CHARACTER SET utf8mb4 COLLATE utf8mb4_bin;
