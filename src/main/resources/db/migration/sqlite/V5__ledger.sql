-- What the ledger is asked for, beside what the lines need.

-- The notification at a glance, as JSON, so that a list of notifications reads no bodies; null on rows older than this.
ALTER TABLE notification ADD COLUMN status TEXT;
ALTER TABLE notification ADD COLUMN summary TEXT;
-- Hashes of its group's key and of the names of its alerts, separated by commas, to be searched without reading bodies.
ALTER TABLE notification ADD COLUMN terms TEXT;

-- Both are sequences of the same target: which delivery this one repeats, and which one repeated it last.
ALTER TABLE delivery ADD COLUMN resend_of INTEGER;
ALTER TABLE delivery ADD COLUMN resent_as INTEGER;
-- What tells the caller's retry of a resend from a second wish; a hash.
ALTER TABLE delivery ADD COLUMN request_key TEXT;

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

-- The deliveries whose state is PARKED: few among many, and asked for together.
CREATE TABLE parked_delivery (
    target TEXT    NOT NULL,
    seq    INTEGER NOT NULL,
    PRIMARY KEY (target, seq)
) WITHOUT ROWID;
INSERT INTO parked_delivery (target, seq) SELECT target, seq FROM delivery WHERE state = 'PARKED';
