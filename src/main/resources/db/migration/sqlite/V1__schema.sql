-- Times are milliseconds since 1970 in UTC. mysql/V1__schema.sql has the same tables.

-- One row. Every append updates it first, which makes the order of ids and sequences the order of commit.
CREATE TABLE outbox_head (
    id                INTEGER PRIMARY KEY,
    next_notification INTEGER NOT NULL,
    turns             INTEGER NOT NULL, -- counts updates that only hold the row: to the same value, other nodes of a cluster would not see one
    probed_at         INTEGER NOT NULL
);
INSERT INTO outbox_head (id, next_notification, turns, probed_at) VALUES (1, 1, 0, 0);

CREATE TABLE notification (
    id          INTEGER PRIMARY KEY,
    received_at INTEGER NOT NULL,
    status      TEXT    NOT NULL,
    group_id    TEXT    NOT NULL, -- of its alert_group
    summary     TEXT    NOT NULL, -- JSON: what a list of notifications shows, so that it reads no contents
    trail       TEXT    NOT NULL, -- JSON: why it went to its targets, and why not to the others
    content     TEXT    NOT NULL  -- JSON
);
-- Each of these ends with the id, so that a list of notifications, newest first, is read in its order.
CREATE INDEX notification_group ON notification (group_id);
CREATE INDEX notification_status ON notification (status);
CREATE INDEX notification_received ON notification (received_at);

-- What notifications are searched by: the names and the fingerprints of their alerts.
CREATE TABLE notification_term (
    name            TEXT    NOT NULL, -- alertname or fingerprint
    value           TEXT    NOT NULL, -- cut to 200 characters
    notification_id INTEGER NOT NULL,
    PRIMARY KEY (name, value, notification_id)
) WITHOUT ROWID;
CREATE INDEX notification_term_notification ON notification_term (notification_id);

-- The latest state of each alert group.
CREATE TABLE alert_group (
    id              TEXT    PRIMARY KEY, -- a hash of its receiver and its key
    key_hash        INTEGER NOT NULL,    -- of its key alone
    notification_id INTEGER NOT NULL,    -- its latest notification; the row is purged with it
    dedup_key       TEXT    NOT NULL,    -- of that notification: what the next one is a duplicate of if it has the same
    received_at     INTEGER NOT NULL,
    status          TEXT    NOT NULL,
    firing_since    INTEGER              -- when it started firing, this time or the last; null when it never did
) WITHOUT ROWID;
CREATE INDEX alert_group_key ON alert_group (key_hash);
CREATE INDEX alert_group_latest ON alert_group (notification_id);

-- The queue of each target: where it begins, who sends what waits, and how fast.
CREATE TABLE target (
    name          TEXT    PRIMARY KEY,
    head_seq      INTEGER NOT NULL, -- nothing before it is pending
    ended         INTEGER NOT NULL, -- how many of its deliveries wait no more, whatever became of them
    parked        INTEGER NOT NULL,
    lease_owner   TEXT,
    lease_until   INTEGER NOT NULL,
    epoch         INTEGER NOT NULL,
    holds         INTEGER NOT NULL DEFAULT 0, -- counts updates that only hold the row
    sent_at       TEXT    NOT NULL, -- the latest attempts, oldest first, separated by commas
    not_before    INTEGER NOT NULL,
    blocked_since INTEGER
) WITHOUT ROWID;

-- Where each queue ends: a row of its own, so that an append and the record of an attempt change different rows and need not
-- wait for each other.
CREATE TABLE queue_end (
    target   TEXT    PRIMARY KEY,
    next_seq INTEGER NOT NULL
) WITHOUT ROWID;

CREATE VIEW queue AS
    SELECT t.*, e.next_seq, e.next_seq - 1 - t.ended AS pending FROM target t JOIN queue_end e ON e.target = t.name;

CREATE TABLE delivery (
    target          TEXT    NOT NULL,
    seq             INTEGER NOT NULL,
    notification_id INTEGER NOT NULL,
    alert_indexes   TEXT,             -- which alerts of the notification, separated by commas; all when null
    critical        INTEGER NOT NULL, -- 1 when one of them is critical and fires
    group_id        INTEGER NOT NULL, -- a hash of its alert group's key
    state           TEXT    NOT NULL,
    attempts        INTEGER NOT NULL,
    created_at      INTEGER NOT NULL,
    next_attempt_at INTEGER NOT NULL,
    finished_at     INTEGER,          -- null while it is pending
    reason          TEXT,
    detail          TEXT,
    digest_of       INTEGER,          -- seq of the delivery whose message contains this one too
    resend_of       INTEGER,          -- seq of the delivery that this one repeats
    resent_as       INTEGER,          -- seq of the latest delivery that repeats this one
    origin_seq      INTEGER,          -- what a resend repeats in the end, however often it was sent again
    request_key     TEXT,             -- a hash that tells the caller's retry of a resend from a second request
    requested_by    TEXT,             -- who asked for a resend, by user name
    PRIMARY KEY (target, seq)
) WITHOUT ROWID;
CREATE INDEX delivery_notification ON delivery (notification_id);
-- Lists of deliveries, newest first: all, those of a state, those of a target.
CREATE INDEX delivery_created ON delivery (created_at, target, seq);
CREATE INDEX delivery_state ON delivery (state, created_at, target, seq);
CREATE INDEX delivery_target ON delivery (target, created_at, seq);

-- The attempts that failed: the first and the latest of each delivery.
CREATE TABLE attempt (
    target   TEXT    NOT NULL,
    seq      INTEGER NOT NULL,
    number   INTEGER NOT NULL,
    ended_at INTEGER NOT NULL,
    reason   TEXT    NOT NULL,
    detail   TEXT,
    PRIMARY KEY (target, seq, number)
) WITHOUT ROWID;

-- How far the queue of a target that names a fallback was looked through.
CREATE TABLE fallback_progress (
    target   TEXT    PRIMARY KEY,
    next_seq INTEGER NOT NULL -- what is before it arrived, or went to the fallback as well
) WITHOUT ROWID;

-- Deliveries that went to the fallback as well, and what they became there.
CREATE TABLE fallback (
    target          TEXT    NOT NULL,
    seq             INTEGER NOT NULL,
    notification_id INTEGER NOT NULL,
    handed_on_at    INTEGER NOT NULL,
    to_target       TEXT    NOT NULL,
    to_seq          INTEGER NOT NULL,
    PRIMARY KEY (target, seq)
) WITHOUT ROWID;
CREATE UNIQUE INDEX fallback_to ON fallback (to_target, to_seq);
CREATE INDEX fallback_notification ON fallback (notification_id);

-- Where a target tells of an alert group, at providers that have threads.
CREATE TABLE message_thread (
    target       TEXT    NOT NULL,
    group_hash   TEXT    NOT NULL, -- 64 hexadecimal digits that stand for the group, whose key has any length
    conversation TEXT    NOT NULL,
    root         TEXT    NOT NULL, -- a text: a Slack timestamp read as a number loses digits
    delivery     TEXT    NOT NULL,
    closed       INTEGER NOT NULL,
    updated_at   INTEGER NOT NULL,
    told         TEXT    NOT NULL, -- the alerts that the thread shows, as JSON
    PRIMARY KEY (target, group_hash)
);

-- The processes on this store, and which configuration each uses.
CREATE TABLE replica (
    id            TEXT    NOT NULL PRIMARY KEY,
    name          TEXT    NOT NULL,
    configuration TEXT    NOT NULL,
    seen_at       INTEGER NOT NULL
);

-- The alerts that Tocsin raised about itself and did not resolve yet.
CREATE TABLE self_alert (
    name     TEXT    PRIMARY KEY,
    since    INTEGER NOT NULL,
    told_at  INTEGER NOT NULL, -- when it was sent last
    targets  TEXT    NOT NULL  -- the receivers, separated by commas
) WITHOUT ROWID;

-- What is expected to arrive again and again.
CREATE TABLE heartbeat (
    name       TEXT    PRIMARY KEY,
    last_seen  INTEGER NOT NULL,
    silent     INTEGER NOT NULL, -- milliseconds since then in which Tocsin listened
    judged_at  INTEGER NOT NULL, -- up to when they are counted
    back_since INTEGER           -- since when it arrives again after an alarm
) WITHOUT ROWID;

-- Who did what, or tried to. Rows are added, and deleted when they are old; none is changed.
CREATE TABLE audit_entry (
    id       INTEGER PRIMARY KEY,
    noted_at INTEGER NOT NULL,
    name     TEXT    NOT NULL, -- empty when unknown
    address  TEXT    NOT NULL,
    action   TEXT    NOT NULL,
    subject  TEXT    NOT NULL,
    outcome  TEXT    NOT NULL
);
CREATE INDEX audit_entry_noted ON audit_entry (noted_at);
