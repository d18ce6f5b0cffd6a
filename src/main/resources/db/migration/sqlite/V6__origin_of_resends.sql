-- What a resend repeats in the end, however often it was sent again: a sequence of the same target.
ALTER TABLE delivery ADD COLUMN origin_seq INTEGER;
