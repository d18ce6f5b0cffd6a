-- The table of sqlite/V3__message_threads.sql; see there for what it means.
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
