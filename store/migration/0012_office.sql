-- +goose Up
ALTER TABLE principal ADD COLUMN presence_note TEXT NOT NULL DEFAULT '';
ALTER TABLE principal ADD COLUMN presence_may_tell INTEGER NOT NULL DEFAULT 0;
ALTER TABLE principal ADD COLUMN presence_since TEXT;
ALTER TABLE principal ADD COLUMN presence_from TEXT NOT NULL DEFAULT ''; -- hand, calendar, or '' for by itself
UPDATE principal SET presence_from = 'hand' WHERE presence <> 'in';

-- Of members of staff who are no principals.
CREATE TABLE staff_presence (
    seq               INTEGER PRIMARY KEY,
    contact           TEXT NOT NULL UNIQUE,
    name              TEXT NOT NULL,
    presence          TEXT NOT NULL,
    presence_until    TEXT,
    presence_note     TEXT NOT NULL,
    presence_may_tell INTEGER NOT NULL,
    presence_since    TEXT,
    presence_from     TEXT NOT NULL
) STRICT;

-- Where somebody was from when on, for the journal: no notes, and nothing older than a year.
CREATE TABLE presence_history (
    seq       INTEGER PRIMARY KEY,
    at        TEXT NOT NULL,
    principal TEXT NOT NULL,
    staff     TEXT NOT NULL,
    presence  TEXT NOT NULL,
    until     TEXT,
    said_by   TEXT NOT NULL
) STRICT;
CREATE INDEX presence_history_by_owner ON presence_history (principal, at);

CREATE TABLE calendar (
    seq       INTEGER PRIMARY KEY,
    principal TEXT NOT NULL UNIQUE REFERENCES principal (id) ON DELETE CASCADE,
    address   TEXT NOT NULL
) STRICT;

-- Reception hours: of every week (day 0 is Sunday), and of dates with hours of their own. The owner is a principal, or '' for the office.
CREATE TABLE reception_week (
    seq     INTEGER PRIMARY KEY,
    owner   TEXT NOT NULL,
    day     INTEGER NOT NULL,
    from_mn INTEGER NOT NULL, -- minutes after midnight
    to_mn   INTEGER NOT NULL
) STRICT;
CREATE TABLE reception_day (
    seq   INTEGER PRIMARY KEY,
    owner TEXT NOT NULL,
    date  TEXT NOT NULL,
    note  TEXT NOT NULL,
    open  TEXT NOT NULL, -- 09:00-11:00, by commas; '' for closed
    UNIQUE (owner, date)
) STRICT;

CREATE TABLE not_told (
    seq     INTEGER PRIMARY KEY,
    owner   TEXT NOT NULL,
    matter  TEXT NOT NULL,
    words   TEXT NOT NULL,
    instead TEXT NOT NULL,
    say     TEXT NOT NULL
) STRICT;

ALTER TABLE call_visit ADD COLUMN answer TEXT NOT NULL DEFAULT '';

CREATE TABLE faq (
    seq      INTEGER PRIMARY KEY,
    id       TEXT NOT NULL UNIQUE,
    language TEXT NOT NULL,
    category TEXT NOT NULL,
    question TEXT NOT NULL,
    answer   TEXT NOT NULL,
    prices   TEXT NOT NULL, -- one a line
    tags     TEXT NOT NULL, -- by commas
    next     TEXT NOT NULL,
    changed  TEXT,
    -- the same, folded for the search (softphone.Fold)
    folded_question TEXT NOT NULL,
    folded_tags     TEXT NOT NULL, -- and category
    folded_answer   TEXT NOT NULL
) STRICT;
CREATE INDEX faq_in_order ON faq (language, category, question);

-- Parts of words are found too: Norwegian writes styremøte in one.
CREATE VIRTUAL TABLE faq_search USING fts5 (
    folded_question, folded_tags, folded_answer,
    content = 'faq', content_rowid = 'seq', tokenize = 'trigram'
);

-- +goose StatementBegin
CREATE TRIGGER faq_search_added AFTER INSERT ON faq BEGIN
    INSERT INTO faq_search (rowid, folded_question, folded_tags, folded_answer)
    VALUES (new.seq, new.folded_question, new.folded_tags, new.folded_answer);
END;
-- +goose StatementEnd

-- +goose StatementBegin
CREATE TRIGGER faq_search_removed AFTER DELETE ON faq BEGIN
    INSERT INTO faq_search (faq_search, rowid, folded_question, folded_tags, folded_answer)
    VALUES ('delete', old.seq, old.folded_question, old.folded_tags, old.folded_answer);
END;
-- +goose StatementEnd

-- +goose StatementBegin
CREATE TRIGGER faq_search_changed AFTER UPDATE ON faq BEGIN
    INSERT INTO faq_search (faq_search, rowid, folded_question, folded_tags, folded_answer)
    VALUES ('delete', old.seq, old.folded_question, old.folded_tags, old.folded_answer);
    INSERT INTO faq_search (rowid, folded_question, folded_tags, folded_answer)
    VALUES (new.seq, new.folded_question, new.folded_tags, new.folded_answer);
END;
-- +goose StatementEnd
