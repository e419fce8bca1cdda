-- +goose Up
-- Who took messages down: few names, over many messages.
CREATE INDEX message_progress_by ON message_progress (done_by, message) WHERE what = 'taken';

-- +goose Down
DROP INDEX message_progress_by;
