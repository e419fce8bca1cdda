-- +goose Up
-- off, offered, preferred, required, or '' for what suits the transport. The keys themselves are never kept.
ALTER TABLE account ADD COLUMN srtp TEXT NOT NULL DEFAULT '';
