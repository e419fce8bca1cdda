-- +goose Up
-- What was promised to callers: to be rung back, or that something is done, and by when.
CREATE TABLE callback (
    seq    INTEGER PRIMARY KEY,
    id     TEXT NOT NULL UNIQUE,
    call   TEXT NOT NULL,
    kind   TEXT NOT NULL,
    name   TEXT NOT NULL,
    number TEXT NOT NULL,
    what   TEXT NOT NULL,
    said   TEXT NOT NULL,
    due    TEXT,
    begun  TEXT,
    agreed TEXT,
    done   TEXT,
    rung   TEXT NOT NULL
) STRICT;
CREATE INDEX callback_by_begin ON callback (begun, id);
CREATE INDEX callback_open ON callback (due) WHERE done IS NULL;

-- How long a caller was told that looking something up would take, and when he had his answer.
CREATE TABLE call_promise (
    seq     INTEGER PRIMARY KEY,
    call    TEXT NOT NULL REFERENCES call (id) ON DELETE CASCADE,
    place   INTEGER NOT NULL,
    made    TEXT,
    due     TEXT,
    over_at TEXT,
    UNIQUE (call, place)
) STRICT;

-- Whether the caller was asked before he was put on hold; not known of earlier ones.
ALTER TABLE call_hold ADD COLUMN asked INTEGER NOT NULL DEFAULT 0;

-- Counting how often a caller was put through today reads few rows.
CREATE INDEX call_redirected ON call (started) WHERE redirects > 0;
