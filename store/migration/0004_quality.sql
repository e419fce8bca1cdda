-- +goose Up
-- How well the sound of a call travelled; quality_mos 0: nothing was measured.
ALTER TABLE call ADD COLUMN quality_loss REAL NOT NULL DEFAULT 0; -- 0…1
ALTER TABLE call ADD COLUMN quality_jitter_ns INTEGER NOT NULL DEFAULT 0;
ALTER TABLE call ADD COLUMN quality_rtt_ns INTEGER NOT NULL DEFAULT 0;
ALTER TABLE call ADD COLUMN quality_buffer_ns INTEGER NOT NULL DEFAULT 0;
ALTER TABLE call ADD COLUMN quality_mos REAL NOT NULL DEFAULT 0;
