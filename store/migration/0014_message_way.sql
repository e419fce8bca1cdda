-- +goose Up
-- The way of a message to its addressee: times that its words name, reminders, history, and the queue of mails.
ALTER TABLE principal ADD COLUMN email TEXT NOT NULL DEFAULT '';
ALTER TABLE call ADD COLUMN message TEXT NOT NULL DEFAULT ''; -- the message whose caller is called back
ALTER TABLE message ADD COLUMN call_from TEXT;
ALTER TABLE message ADD COLUMN call_until TEXT;
ALTER TABLE message ADD COLUMN promised_at TEXT;
ALTER TABLE message ADD COLUMN remind_at TEXT;
ALTER TABLE message ADD COLUMN remind_why TEXT NOT NULL DEFAULT '';
ALTER TABLE message ADD COLUMN escalate_at TEXT;
ALTER TABLE draft ADD COLUMN call_from TEXT;
ALTER TABLE draft ADD COLUMN call_until TEXT;
ALTER TABLE draft ADD COLUMN promised_at TEXT;
ALTER TABLE draft ADD COLUMN remind_at TEXT;
ALTER TABLE draft ADD COLUMN remind_why TEXT NOT NULL DEFAULT '';
ALTER TABLE draft ADD COLUMN escalate_at TEXT;
CREATE INDEX message_by_state ON message (state, changed, id);
CREATE INDEX message_by_taking ON message (taken, id);

-- Lines are only ever added; the same one twice counts once.
CREATE TABLE message_progress (
    seq     INTEGER PRIMARY KEY,
    message TEXT NOT NULL REFERENCES message (id) ON DELETE CASCADE,
    at      TEXT NOT NULL,
    what    TEXT NOT NULL,
    how     TEXT NOT NULL,
    to_whom TEXT NOT NULL,
    done_by TEXT NOT NULL,
    call    TEXT NOT NULL,
    until   TEXT,
    reason  TEXT NOT NULL,
    detail  TEXT NOT NULL,
    UNIQUE (message, at, what)
) STRICT;
-- +goose StatementBegin
CREATE TRIGGER message_progress_stays BEFORE UPDATE ON message_progress BEGIN
    SELECT RAISE(ABORT, 'the history of a message is only added to');
END;
-- +goose StatementEnd

-- What a mail says is made of the books when it goes: no text stands here.
CREATE TABLE mail (
    seq         INTEGER PRIMARY KEY,
    id          TEXT NOT NULL UNIQUE,
    kind        TEXT NOT NULL,
    message     TEXT NOT NULL,
    principal   TEXT NOT NULL,
    of_from     TEXT,
    of_until    TEXT,
    address     TEXT NOT NULL,
    name        TEXT NOT NULL,
    language    TEXT NOT NULL,
    header_id   TEXT NOT NULL,
    state       TEXT NOT NULL,
    attempts    INTEGER NOT NULL,
    next        TEXT,
    queued      TEXT,
    reason      TEXT NOT NULL,
    detail      TEXT NOT NULL,
    done_by     TEXT NOT NULL
) STRICT;
CREATE INDEX mail_by_state ON mail (state);
CREATE INDEX mail_by_message ON mail (message);
-- +goose StatementBegin
CREATE TRIGGER mail_goes_with_message AFTER DELETE ON message BEGIN
    DELETE FROM mail WHERE message = old.id;
END;
-- +goose StatementEnd
