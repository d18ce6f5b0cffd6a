-- The table and column of sqlite/V8__audit.sql; see there for what they mean, and V2 for the form.
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

SET @ddl = IF(
    (SELECT COUNT(*) FROM information_schema.columns
        WHERE table_schema = DATABASE() AND table_name = 'delivery' AND column_name = 'requested_by') = 0,
    'ALTER TABLE delivery ADD COLUMN requested_by VARCHAR(64)',
    'DO 0');
PREPARE ddl FROM @ddl;
EXECUTE ddl;
DEALLOCATE PREPARE ddl;
