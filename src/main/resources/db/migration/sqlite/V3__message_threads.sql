-- Where a target tells of an alert group, at providers that have threads; see io.tocsin.channel.MessageThread.
CREATE TABLE message_thread (
    target       TEXT    NOT NULL,
    group_hash   TEXT    NOT NULL, -- 64 hexadecimal digits that stand for the group, whose key has any length
    conversation TEXT    NOT NULL,
    root         TEXT    NOT NULL, -- a text: a Slack timestamp read as a number loses digits
    delivery     TEXT    NOT NULL,
    closed       INTEGER NOT NULL,
    updated_at   INTEGER NOT NULL,
    told         TEXT    NOT NULL,
    PRIMARY KEY (target, group_hash)
);
