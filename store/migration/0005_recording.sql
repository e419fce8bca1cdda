-- +goose Up
-- What was recorded of calls. file is relative to the folder of recordings; a row goes with its file.
CREATE TABLE call_recording (
    seq     INTEGER PRIMARY KEY,
    call    TEXT NOT NULL REFERENCES call (id) ON DELETE CASCADE,
    place   INTEGER NOT NULL,
    file    TEXT NOT NULL,
    started TEXT,
    ended   TEXT,
    marks   TEXT NOT NULL, -- nanoseconds since the start, joined by commas
    UNIQUE (call, place)
) STRICT;
CREATE INDEX call_recording_by_start ON call_recording (started);
