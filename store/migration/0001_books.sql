-- +goose Up
-- Times are text: the instant in UTC with nine decimals, then the offset of the wall clock it was read from, as in
-- 2026-11-24T12:04:05.000000000Z[+01:00]; the fixed width makes text order the order of time. NULL: not known.
-- Messages and calls name each other, lines and principals without foreign keys: a row is kept even when what it
-- names could not be saved or has been removed since.

PRAGMA application_id = 0x416E7465; -- "Ante"

-- One row: names this data folder, so that the passwords of two folders never mix in the system keyring.
CREATE TABLE book (
    seq      INTEGER PRIMARY KEY CHECK (seq = 1),
    identity TEXT NOT NULL
) STRICT;

CREATE TABLE setting (
    seq   INTEGER PRIMARY KEY,
    key   TEXT NOT NULL UNIQUE,
    value TEXT NOT NULL
) STRICT;

CREATE TABLE account (
    seq           INTEGER PRIMARY KEY,
    id            TEXT NOT NULL UNIQUE,
    address       TEXT NOT NULL,
    user          TEXT NOT NULL,
    auth_user     TEXT NOT NULL,
    display_name  TEXT NOT NULL,
    transport     TEXT NOT NULL,
    proxy         TEXT NOT NULL,
    listen        TEXT NOT NULL,
    codecs        TEXT NOT NULL, -- names in order, joined by commas
    register      INTEGER NOT NULL,
    own_number    TEXT NOT NULL,
    trusted_cert  TEXT NOT NULL,
    password_kept TEXT NOT NULL DEFAULT '' -- where: keyring, file, or '' for no password
) STRICT;

CREATE TABLE principal (
    seq            INTEGER PRIMARY KEY,
    id             TEXT NOT NULL UNIQUE,
    surname        TEXT NOT NULL,
    first_name     TEXT NOT NULL,
    patronymic     TEXT NOT NULL,
    position       TEXT NOT NULL,
    number         TEXT NOT NULL,
    deputies       TEXT NOT NULL,
    place          INTEGER NOT NULL, -- in the list
    presence       TEXT NOT NULL,
    presence_until TEXT,
    policy_changed TEXT
) STRICT;

-- The telephone-policy sheet: one row for each of the ten questions that has an answer.
CREATE TABLE policy_answer (
    seq       INTEGER PRIMARY KEY,
    principal TEXT NOT NULL REFERENCES principal (id) ON DELETE CASCADE,
    question  INTEGER NOT NULL,
    answer    TEXT NOT NULL,
    UNIQUE (principal, question)
) STRICT;

CREATE TABLE call (
    seq              INTEGER PRIMARY KEY,
    id               TEXT NOT NULL UNIQUE,
    line             TEXT NOT NULL,
    direction        TEXT NOT NULL,
    peer_name        TEXT NOT NULL,
    peer_number      TEXT NOT NULL,
    peer_uri         TEXT NOT NULL,
    own_number       TEXT NOT NULL,
    state            TEXT NOT NULL,
    changing         TEXT NOT NULL,
    started          TEXT,
    answered         TEXT,
    ended            TEXT,
    answered_on_ring INTEGER NOT NULL,
    return_due       TEXT,
    peer_holds       INTEGER NOT NULL,
    codec            TEXT NOT NULL,
    codec_payload    INTEGER NOT NULL,
    codec_clock      INTEGER NOT NULL,
    event_type       INTEGER NOT NULL,
    media_direction  TEXT NOT NULL,
    media_rtp        TEXT NOT NULL,
    media_rtcp       TEXT NOT NULL,
    ptime_ns         INTEGER NOT NULL,
    script           TEXT NOT NULL,
    operation        TEXT NOT NULL,
    situation        TEXT NOT NULL,
    wording          INTEGER NOT NULL,
    stopped_at       TEXT NOT NULL,
    draft            TEXT NOT NULL,
    principal        TEXT NOT NULL,
    surname          TEXT NOT NULL,
    first_name       TEXT NOT NULL,
    patronymic       TEXT NOT NULL,
    position         TEXT NOT NULL,
    organisation     TEXT NOT NULL,
    number           TEXT NOT NULL,
    wrong            INTEGER NOT NULL,
    redirects        INTEGER NOT NULL,
    end_reason       TEXT NOT NULL,
    end_detail       TEXT NOT NULL,
    ended_by         TEXT NOT NULL,
    unfinished       INTEGER NOT NULL,
    saved            TEXT NOT NULL -- the last sign of life of a call that got no end
) STRICT;
CREATE INDEX call_by_start ON call (started, id);
CREATE INDEX call_without_end ON call (id) WHERE ended IS NULL;

CREATE TABLE call_hold (
    seq          INTEGER PRIMARY KEY,
    call         TEXT NOT NULL REFERENCES call (id) ON DELETE CASCADE,
    place        INTEGER NOT NULL,
    started      TEXT,
    ended        TEXT,
    returns_due  INTEGER NOT NULL,
    returns_made INTEGER NOT NULL,
    lateness_ns  INTEGER NOT NULL,
    first_due    TEXT,
    UNIQUE (call, place)
) STRICT;

CREATE TABLE call_visit (
    seq       INTEGER PRIMARY KEY,
    call      TEXT NOT NULL REFERENCES call (id) ON DELETE CASCADE,
    place     INTEGER NOT NULL,
    operation TEXT NOT NULL,
    situation TEXT NOT NULL,
    entered   TEXT,
    left_at   TEXT,
    choice    TEXT NOT NULL,
    UNIQUE (call, place)
) STRICT;

CREATE TABLE message (
    seq           INTEGER PRIMARY KEY,
    id            TEXT NOT NULL UNIQUE,
    call          TEXT NOT NULL,
    state         TEXT NOT NULL,
    taken         TEXT,
    principal     TEXT NOT NULL,
    for_whom      TEXT NOT NULL,
    surname       TEXT NOT NULL,
    first_name    TEXT NOT NULL,
    patronymic    TEXT NOT NULL,
    position      TEXT NOT NULL,
    organisation  TEXT NOT NULL,
    verbatim      TEXT NOT NULL,
    mood          TEXT NOT NULL,
    number        TEXT NOT NULL,
    read_back     INTEGER NOT NULL,
    call_when     TEXT NOT NULL,
    email         TEXT NOT NULL,
    deputies      TEXT NOT NULL,
    urgency       TEXT NOT NULL,
    promised      TEXT NOT NULL,
    promised_by   TEXT NOT NULL,
    all_read_back INTEGER NOT NULL,
    changed       TEXT,
    delivered_how TEXT NOT NULL,
    delivered_at  TEXT
) STRICT;
CREATE INDEX message_by_change ON message (changed, id);

-- What is being typed. Apart from the messages, so that a late save of a draft never touches the message made of it.
CREATE TABLE draft (
    seq           INTEGER PRIMARY KEY,
    id            TEXT NOT NULL UNIQUE,
    call          TEXT NOT NULL,
    state         TEXT NOT NULL,
    taken         TEXT,
    principal     TEXT NOT NULL,
    for_whom      TEXT NOT NULL,
    surname       TEXT NOT NULL,
    first_name    TEXT NOT NULL,
    patronymic    TEXT NOT NULL,
    position      TEXT NOT NULL,
    organisation  TEXT NOT NULL,
    verbatim      TEXT NOT NULL,
    mood          TEXT NOT NULL,
    number        TEXT NOT NULL,
    read_back     INTEGER NOT NULL,
    call_when     TEXT NOT NULL,
    email         TEXT NOT NULL,
    deputies      TEXT NOT NULL,
    urgency       TEXT NOT NULL,
    promised      TEXT NOT NULL,
    promised_by   TEXT NOT NULL,
    all_read_back INTEGER NOT NULL,
    changed       TEXT,
    delivered_how TEXT NOT NULL,
    delivered_at  TEXT
) STRICT;

CREATE VIRTUAL TABLE message_search USING fts5 (
    for_whom, surname, first_name, patronymic, position, organisation, verbatim, number, email, promised,
    content = 'message', content_rowid = 'seq', tokenize = 'unicode61 remove_diacritics 2'
);

-- +goose StatementBegin
CREATE TRIGGER message_search_added AFTER INSERT ON message BEGIN
    INSERT INTO message_search (rowid, for_whom, surname, first_name, patronymic, position, organisation, verbatim, number, email, promised)
    VALUES (new.seq, new.for_whom, new.surname, new.first_name, new.patronymic, new.position, new.organisation, new.verbatim, new.number, new.email, new.promised);
END;
-- +goose StatementEnd

-- +goose StatementBegin
CREATE TRIGGER message_search_removed AFTER DELETE ON message BEGIN
    INSERT INTO message_search (message_search, rowid, for_whom, surname, first_name, patronymic, position, organisation, verbatim, number, email, promised)
    VALUES ('delete', old.seq, old.for_whom, old.surname, old.first_name, old.patronymic, old.position, old.organisation, old.verbatim, old.number, old.email, old.promised);
END;
-- +goose StatementEnd

-- +goose StatementBegin
CREATE TRIGGER message_search_changed AFTER UPDATE ON message BEGIN
    INSERT INTO message_search (message_search, rowid, for_whom, surname, first_name, patronymic, position, organisation, verbatim, number, email, promised)
    VALUES ('delete', old.seq, old.for_whom, old.surname, old.first_name, old.patronymic, old.position, old.organisation, old.verbatim, old.number, old.email, old.promised);
    INSERT INTO message_search (rowid, for_whom, surname, first_name, patronymic, position, organisation, verbatim, number, email, promised)
    VALUES (new.seq, new.for_whom, new.surname, new.first_name, new.patronymic, new.position, new.organisation, new.verbatim, new.number, new.email, new.promised);
END;
-- +goose StatementEnd
