-- +goose Up
-- The STUN server that tells our public address for the sound; '' for none.
ALTER TABLE account ADD COLUMN stun TEXT NOT NULL DEFAULT '';
