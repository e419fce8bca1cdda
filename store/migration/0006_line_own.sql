-- +goose Up
-- What a line has of its own; empty is as the settings have it for all lines.
ALTER TABLE account ADD COLUMN refuse_md5 INTEGER NOT NULL DEFAULT 0;
ALTER TABLE account ADD COLUMN digits     TEXT NOT NULL DEFAULT ''; -- how they are sent: '' as agreed, info, inband
ALTER TABLE account ADD COLUMN company    TEXT NOT NULL DEFAULT '';
ALTER TABLE account ADD COLUMN greeting   TEXT NOT NULL DEFAULT '';
ALTER TABLE account ADD COLUMN ring       TEXT NOT NULL DEFAULT '';
ALTER TABLE account ADD COLUMN record     TEXT NOT NULL DEFAULT '';
ALTER TABLE account ADD COLUMN hold_music TEXT NOT NULL DEFAULT '';
