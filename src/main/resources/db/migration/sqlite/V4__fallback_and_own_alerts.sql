-- How far the line of a target that names a fallback was looked through.
CREATE TABLE fallback_line (
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

-- What Tocsin raised by itself and did not resolve yet.
CREATE TABLE own_alert (
    name     TEXT    PRIMARY KEY,
    since    INTEGER NOT NULL,
    told_at  INTEGER NOT NULL,
    targets  TEXT    NOT NULL -- who was told, separated by commas
) WITHOUT ROWID;

-- What is expected to be heard of again and again.
CREATE TABLE heartbeat (
    name       TEXT    PRIMARY KEY,
    last_seen  INTEGER NOT NULL,
    silent     INTEGER NOT NULL, -- milliseconds since then in which Tocsin listened
    judged_at  INTEGER NOT NULL, -- up to when they are counted
    back_since INTEGER           -- since when it is heard again after an alarm
) WITHOUT ROWID;
