-- The column of sqlite/V6__origin_of_resends.sql; see there for what it means, and V2 for the form.
SET @ddl = IF(
    (SELECT COUNT(*) FROM information_schema.columns
        WHERE table_schema = DATABASE() AND table_name = 'delivery' AND column_name = 'origin_seq') = 0,
    'ALTER TABLE delivery ADD COLUMN origin_seq BIGINT',
    'DO 0');
PREPARE ddl FROM @ddl;
EXECUTE ddl;
DEALLOCATE PREPARE ddl;
