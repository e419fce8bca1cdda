-- +goose Up
-- What is half written on a page, until its own table can take it.
CREATE TABLE begun (
    seq     INTEGER PRIMARY KEY,
    kind    TEXT NOT NULL,
    id      TEXT NOT NULL,
    body    TEXT NOT NULL,
    changed TEXT,
    UNIQUE (kind, id)
) STRICT;
