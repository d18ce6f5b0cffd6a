-- The columns of sqlite/V2__digests.sql; see there for what they mean.
-- Not every server knows ADD COLUMN IF NOT EXISTS, and this must bear to be run again after a kill.
SET @ddl = IF(
    (SELECT COUNT(*) FROM information_schema.columns
        WHERE table_schema = DATABASE() AND table_name = 'delivery' AND column_name = 'digest_of') = 0,
    'ALTER TABLE delivery ADD COLUMN urgent TINYINT, ADD COLUMN group_id BIGINT, ADD COLUMN digest_of BIGINT',
    'DO 0');
PREPARE ddl FROM @ddl;
EXECUTE ddl;
DEALLOCATE PREPARE ddl;
