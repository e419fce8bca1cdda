-- +goose Up
-- The directory. folded is what is searched: the words of a contact without accents, and its numbers; see fold.go.
CREATE TABLE contact (
    seq          INTEGER PRIMARY KEY,
    id           TEXT NOT NULL UNIQUE,
    kind         TEXT NOT NULL, -- staff, outside
    surname      TEXT NOT NULL,
    first_name   TEXT NOT NULL,
    patronymic   TEXT NOT NULL,
    position     TEXT NOT NULL,
    department   TEXT NOT NULL,
    organisation TEXT NOT NULL,
    address      TEXT NOT NULL,
    principal    TEXT NOT NULL,
    responsible  TEXT NOT NULL,
    mood         TEXT NOT NULL,
    last_contact TEXT,
    notes        TEXT NOT NULL,
    changed      TEXT,
    folded       TEXT NOT NULL,
    sorted       TEXT NOT NULL -- the folded name, to sort and compare by
) STRICT;
CREATE INDEX contact_by_name ON contact (sorted);

CREATE TABLE contact_number (
    contact TEXT NOT NULL REFERENCES contact (id) ON DELETE CASCADE,
    place   INTEGER NOT NULL,
    kind    TEXT NOT NULL,
    number  TEXT NOT NULL, -- as it was written
    full    TEXT NOT NULL, -- as it is compared, by the country code of the settings
    PRIMARY KEY (contact, place)
) STRICT, WITHOUT ROWID;
CREATE INDEX contact_number_by_full ON contact_number (full);

-- E-mail addresses, groups, topics and deputies, in order.
CREATE TABLE contact_part (
    contact TEXT NOT NULL REFERENCES contact (id) ON DELETE CASCADE,
    kind    TEXT NOT NULL, -- email, group, topic, deputy
    place   INTEGER NOT NULL,
    text    TEXT NOT NULL,
    PRIMARY KEY (contact, kind, place)
) STRICT, WITHOUT ROWID;
CREATE INDEX contact_part_by_text ON contact_part (kind, text);

-- What was changed, to be undone: each contact as it was before, as JSON; NULL where it was new.
CREATE TABLE contact_change (
    id     INTEGER PRIMARY KEY AUTOINCREMENT,
    at     TEXT NOT NULL,
    kind   TEXT NOT NULL,
    source TEXT NOT NULL,
    undone INTEGER NOT NULL DEFAULT 0
) STRICT;
CREATE TABLE contact_before (
    change  INTEGER NOT NULL REFERENCES contact_change (id) ON DELETE CASCADE,
    contact TEXT NOT NULL,
    before  TEXT,
    PRIMARY KEY (change, contact)
) STRICT, WITHOUT ROWID;
CREATE INDEX contact_before_by_contact ON contact_before (contact);

ALTER TABLE call ADD COLUMN contact TEXT NOT NULL DEFAULT '';
ALTER TABLE call ADD COLUMN peer_full TEXT; -- peer_number as it is compared; NULL: not found out yet
CREATE INDEX call_by_contact ON call (contact) WHERE contact <> '';
CREATE INDEX call_by_peer_full ON call (peer_full) WHERE peer_full IS NOT NULL;

ALTER TABLE erasure ADD COLUMN contacts INTEGER NOT NULL DEFAULT 0;
