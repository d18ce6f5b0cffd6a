-- Where each line ends is a row of its own: what is appended and what is recorded as sent change different rows, and need not
-- wait for each other.
CREATE TABLE line_end (
    target   TEXT    PRIMARY KEY,
    next_seq INTEGER NOT NULL
) WITHOUT ROWID;
INSERT INTO line_end (target, next_seq) SELECT name, next_seq FROM target;

-- How many deliveries of the line wait no more, whatever became of them.
ALTER TABLE target ADD COLUMN ended INTEGER NOT NULL DEFAULT 0;
UPDATE target SET ended = next_seq - 1 - pending;
ALTER TABLE target DROP COLUMN next_seq;
ALTER TABLE target DROP COLUMN pending;

-- Counts changes that are made to hold the row until the end of a transaction, and for nothing else: an update to the same
-- value would not be seen by the other nodes of a cluster.
ALTER TABLE target ADD COLUMN holds INTEGER NOT NULL DEFAULT 0;
ALTER TABLE outbox_head ADD COLUMN turns INTEGER NOT NULL DEFAULT 0;

-- Both, with what waits.
CREATE VIEW line AS
    SELECT t.*, e.next_seq, e.next_seq - 1 - t.ended AS pending FROM target t JOIN line_end e ON e.target = t.name;
