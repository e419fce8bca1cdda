-- +goose Up
ALTER TABLE call ADD COLUMN transferred_to TEXT NOT NULL DEFAULT ''; -- the number the caller was connected with in the end
