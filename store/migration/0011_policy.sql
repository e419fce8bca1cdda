-- +goose Up
-- The rules of the policy sheets, one row each; the answers in the principal's own words stay beside them as notes.
CREATE TABLE policy_rule (
    seq       INTEGER PRIMARY KEY,
    principal TEXT NOT NULL REFERENCES principal (id) ON DELETE CASCADE,
    place     INTEGER NOT NULL, -- on the sheet
    id        TEXT NOT NULL,
    rule      TEXT NOT NULL, -- JSON
    UNIQUE (principal, place)
) STRICT;

CREATE TABLE policy_deputy (
    seq       INTEGER PRIMARY KEY,
    principal TEXT NOT NULL REFERENCES principal (id) ON DELETE CASCADE,
    place     INTEGER NOT NULL, -- in the order they are asked
    deputy    TEXT NOT NULL, -- JSON
    UNIQUE (principal, place)
) STRICT;

-- The sheet as it was after each change.
CREATE TABLE policy_history (
    seq       INTEGER PRIMARY KEY,
    principal TEXT NOT NULL REFERENCES principal (id) ON DELETE CASCADE,
    at        TEXT NOT NULL,
    done_by   TEXT NOT NULL,
    sheet     TEXT NOT NULL -- JSON
) STRICT;
CREATE INDEX policy_history_principal ON policy_history (principal, seq);

ALTER TABLE principal ADD COLUMN policy_by TEXT NOT NULL DEFAULT '';

-- What a call was about, in the words of the sheet, and where it was put through against it; against_outcome '': nowhere.
ALTER TABLE call ADD COLUMN topic TEXT NOT NULL DEFAULT '';
ALTER TABLE call ADD COLUMN against_outcome TEXT NOT NULL DEFAULT '';
ALTER TABLE call ADD COLUMN against_why TEXT NOT NULL DEFAULT '';
ALTER TABLE call ADD COLUMN against_question INTEGER NOT NULL DEFAULT 0;
ALTER TABLE call ADD COLUMN against_rule TEXT NOT NULL DEFAULT '';
ALTER TABLE call ADD COLUMN against_at TEXT;
