-- The tables and columns of sqlite/V5__ledger.sql; see there for what they mean.
-- MySQL commits each statement by itself, and adds no column "if not exists": each can be run again after a kill.

SET @ddl = IF((SELECT COUNT(*) FROM information_schema.columns WHERE table_schema = DATABASE()
                   AND table_name = 'notification' AND column_name = 'summary') > 0,
    'DO 0', 'ALTER TABLE notification ADD COLUMN status VARCHAR(16), ADD COLUMN summary TEXT, ADD COLUMN terms TEXT');
PREPARE change_table FROM @ddl;
EXECUTE change_table;
DEALLOCATE PREPARE change_table;

SET @ddl = IF((SELECT COUNT(*) FROM information_schema.columns WHERE table_schema = DATABASE()
                   AND table_name = 'delivery' AND column_name = 'resend_of') > 0,
    'DO 0',
    'ALTER TABLE delivery ADD COLUMN resend_of BIGINT, ADD COLUMN resent_as BIGINT, ADD COLUMN request_key VARCHAR(64)');
PREPARE change_table FROM @ddl;
EXECUTE change_table;
DEALLOCATE PREPARE change_table;

CREATE TABLE IF NOT EXISTS attempt (
    target   VARCHAR(64) NOT NULL,
    seq      BIGINT      NOT NULL,
    number   INT         NOT NULL,
    ended_at BIGINT      NOT NULL,
    reason   VARCHAR(32) NOT NULL,
    detail   TEXT,
    PRIMARY KEY (target, seq, number)
) ENGINE = InnoDB DEFAULT CHARACTER SET utf8mb4 COLLATE utf8mb4_bin;

CREATE TABLE IF NOT EXISTS parked_delivery (
    target VARCHAR(64) NOT NULL,
    seq    BIGINT      NOT NULL,
    PRIMARY KEY (target, seq)
) ENGINE = InnoDB DEFAULT CHARACTER SET utf8mb4 COLLATE utf8mb4_bin;
INSERT IGNORE INTO parked_delivery (target, seq) SELECT target, seq FROM delivery WHERE state = 'PARKED';
