-- +goose Up
-- Where somebody was goes with him.
-- +goose StatementBegin
CREATE TRIGGER staff_presence_forgotten AFTER DELETE ON contact BEGIN
    DELETE FROM staff_presence WHERE contact = old.id;
    DELETE FROM presence_history WHERE staff = old.id;
END;
-- +goose StatementEnd
