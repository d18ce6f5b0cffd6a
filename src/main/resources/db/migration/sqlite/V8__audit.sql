-- Who did what, or tried to. Rows are added, and deleted when they are old; none is changed.
CREATE TABLE audit_entry (
    id       INTEGER PRIMARY KEY,
    noted_at INTEGER NOT NULL,
    name     TEXT    NOT NULL, -- empty when unknown
    address  TEXT    NOT NULL,
    action   TEXT    NOT NULL,
    subject  TEXT    NOT NULL,
    outcome  TEXT    NOT NULL
);
CREATE INDEX audit_entry_noted ON audit_entry (noted_at);

-- Who asked for a resend, by user name; null for what nobody asked for.
ALTER TABLE delivery ADD COLUMN requested_by TEXT;
