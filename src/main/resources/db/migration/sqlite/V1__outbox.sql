-- Times are milliseconds since 1970 in UTC.

-- One row. Every append updates it first, which makes the order of ids and sequences the order of commit.
CREATE TABLE outbox_head (
    id                INTEGER PRIMARY KEY,
    next_notification INTEGER NOT NULL,
    probed_at         INTEGER NOT NULL
);
INSERT INTO outbox_head (id, next_notification, probed_at) VALUES (1, 1, 0);

CREATE TABLE notification (
    id          INTEGER PRIMARY KEY,
    dedup_key   TEXT    NOT NULL,
    received_at INTEGER NOT NULL,
    content     TEXT    NOT NULL
);
CREATE INDEX notification_dedup ON notification (dedup_key);
CREATE INDEX notification_received ON notification (received_at);

-- The line of each target: where it begins and ends, who drains it, and how fast it may be sent to.
CREATE TABLE target (
    name          TEXT    PRIMARY KEY,
    next_seq      INTEGER NOT NULL,
    head_seq      INTEGER NOT NULL, -- nothing before it is pending
    pending       INTEGER NOT NULL,
    parked        INTEGER NOT NULL,
    lease_owner   TEXT,
    lease_until   INTEGER NOT NULL,
    epoch         INTEGER NOT NULL,
    sent_at       TEXT    NOT NULL, -- the latest attempts, oldest first, separated by commas
    not_before    INTEGER NOT NULL,
    blocked_since INTEGER
) WITHOUT ROWID;

CREATE TABLE delivery (
    target          TEXT    NOT NULL,
    seq             INTEGER NOT NULL,
    notification_id INTEGER NOT NULL,
    alert_indexes   TEXT,             -- which alerts of the notification, separated by commas; all when null
    state           TEXT    NOT NULL,
    attempts        INTEGER NOT NULL,
    created_at      INTEGER NOT NULL,
    next_attempt_at INTEGER NOT NULL,
    finished_at     INTEGER,
    reason          TEXT,
    detail          TEXT,
    PRIMARY KEY (target, seq)
) WITHOUT ROWID;
CREATE INDEX delivery_notification ON delivery (notification_id);
