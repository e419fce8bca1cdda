-- +goose Up
-- Every version of every script. A version is never written over: calls name the one that they ran.
CREATE TABLE script (
    seq      INTEGER PRIMARY KEY,
    id       TEXT NOT NULL,
    language TEXT NOT NULL,
    version  INTEGER NOT NULL,
    name     TEXT NOT NULL,
    body     TEXT NOT NULL, -- JSON
    saved    TEXT,
    shipped  INTEGER NOT NULL, -- it came with the program
    UNIQUE (id, language, version)
) STRICT;
-- Scripts out of use; their versions stay for the journal.
CREATE TABLE script_retired (
    seq INTEGER PRIMARY KEY,
    id  TEXT NOT NULL UNIQUE
) STRICT;
-- What the secretary prefers to say at a place of a script, or says in words of her own.
CREATE TABLE script_wording (
    seq       INTEGER PRIMARY KEY,
    script    TEXT NOT NULL,
    language  TEXT NOT NULL,
    operation TEXT NOT NULL,
    situation TEXT NOT NULL,
    absent    INTEGER NOT NULL,
    text      TEXT NOT NULL,
    own       INTEGER NOT NULL,
    pinned    INTEGER NOT NULL,
    UNIQUE (script, language, operation, situation, absent, text)
) STRICT;
-- The runs of scripts through a call.
CREATE TABLE call_pass (
    seq            INTEGER PRIMARY KEY,
    call           TEXT NOT NULL REFERENCES call (id) ON DELETE CASCADE,
    place          INTEGER NOT NULL,
    script         TEXT NOT NULL,
    version        INTEGER NOT NULL,
    language       TEXT NOT NULL,
    reason         TEXT NOT NULL, -- own, hand, choice, again
    began          TEXT,
    ended          TEXT,
    how_ended      TEXT NOT NULL, -- completed, stopped, left, missed, or '' while it lasts
    last_operation TEXT NOT NULL,
    UNIQUE (call, place)
) STRICT;
CREATE INDEX call_pass_by_script ON call_pass (script, began);
ALTER TABLE call_visit ADD COLUMN pass INTEGER NOT NULL DEFAULT 0;
ALTER TABLE call_visit ADD COLUMN said TEXT NOT NULL DEFAULT ''; -- the wording shown last, with its {names}
ALTER TABLE call ADD COLUMN address TEXT NOT NULL DEFAULT '';    -- the caller's form of address
ALTER TABLE account ADD COLUMN script TEXT NOT NULL DEFAULT '';  -- run when its number is rung; '' the general one
-- Until now there was one script, under an id of its own in each language.
INSERT INTO call_pass (call, place, script, version, language, reason, began, ended, how_ended, last_operation)
    SELECT id, 0, 'incoming', 1, substr(script, -2), 'own', answered, ended,
        CASE WHEN ended IS NULL THEN '' WHEN answered IS NULL THEN 'missed' WHEN operation = 'ending' THEN 'completed' ELSE 'stopped' END,
        operation
    FROM call WHERE script IN ('incoming-nb', 'incoming-en');
UPDATE call SET script = 'incoming' WHERE script IN ('incoming-nb', 'incoming-en');
