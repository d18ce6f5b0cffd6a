-- The table, columns and view of sqlite/V7__line_ends.sql; see there for what they mean, and V2 for the form.
CREATE TABLE IF NOT EXISTS line_end (
    target   VARCHAR(64) NOT NULL PRIMARY KEY,
    next_seq BIGINT      NOT NULL
) ENGINE = InnoDB DEFAULT CHARACTER SET utf8mb4 COLLATE utf8mb4_bin;

SET @is_old = (SELECT COUNT(*) FROM information_schema.columns
    WHERE table_schema = DATABASE() AND table_name = 'target' AND column_name = 'pending');
SET @is_new = (SELECT COUNT(*) FROM information_schema.columns
    WHERE table_schema = DATABASE() AND table_name = 'target' AND column_name = 'ended');

SET @ddl = IF(@is_old = 0, 'DO 0', 'INSERT IGNORE INTO line_end (target, next_seq) SELECT name, next_seq FROM target');
PREPARE ddl FROM @ddl;
EXECUTE ddl;
SET @ddl = IF(@is_new > 0, 'DO 0', 'ALTER TABLE target ADD COLUMN ended BIGINT NOT NULL DEFAULT 0, ADD COLUMN holds BIGINT NOT NULL DEFAULT 0');
PREPARE ddl FROM @ddl;
EXECUTE ddl;
SET @ddl = IF(
    (SELECT COUNT(*) FROM information_schema.columns
        WHERE table_schema = DATABASE() AND table_name = 'outbox_head' AND column_name = 'turns') = 0,
    'ALTER TABLE outbox_head ADD COLUMN turns BIGINT NOT NULL DEFAULT 0',
    'DO 0');
PREPARE ddl FROM @ddl;
EXECUTE ddl;
SET @ddl = IF(@is_old = 0, 'DO 0', 'UPDATE target SET ended = next_seq - 1 - pending');
PREPARE ddl FROM @ddl;
EXECUTE ddl;
SET @ddl = IF(@is_old = 0, 'DO 0', 'ALTER TABLE target DROP COLUMN next_seq, DROP COLUMN pending');
PREPARE ddl FROM @ddl;
EXECUTE ddl;
DEALLOCATE PREPARE ddl;

CREATE OR REPLACE VIEW line AS
    SELECT t.*, e.next_seq, e.next_seq - 1 - t.ended AS pending FROM target t JOIN line_end e ON e.target = t.name;
