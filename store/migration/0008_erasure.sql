-- +goose Up
-- That, when and by whom one person's data was deleted on his request; nothing of the person.
CREATE TABLE erasure (
    seq        INTEGER PRIMARY KEY,
    at         TEXT NOT NULL,
    done_by    TEXT NOT NULL,
    calls      INTEGER NOT NULL,
    recordings INTEGER NOT NULL,
    messages   INTEGER NOT NULL,
    drafts     INTEGER NOT NULL
) STRICT;
-- What is deleted leaves no words behind in the search either.
INSERT INTO message_search (message_search, rank) VALUES ('secure-delete', 1);
