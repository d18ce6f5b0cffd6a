-- Digests: one message for several deliveries.
ALTER TABLE delivery ADD COLUMN urgent INTEGER;    -- 1 when it tells of a critical alert that fires
ALTER TABLE delivery ADD COLUMN group_id INTEGER;  -- a hash of its alert group's key; null for what is older than this column
ALTER TABLE delivery ADD COLUMN digest_of INTEGER; -- seq of the delivery whose message tells or told this one too; null when none does
