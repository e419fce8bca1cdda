-- +goose Up
-- Scripts as they are being edited, until they are saved as a version.
CREATE TABLE script_draft (
    id       TEXT NOT NULL,
    language TEXT NOT NULL,
    body     TEXT NOT NULL,
    changed  TEXT,
    PRIMARY KEY (id, language)
) STRICT;
