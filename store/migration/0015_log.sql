-- +goose Up
-- The search answers the whole filter of the log by one index. Beside the words it holds marks: of state, urgency and mood,
-- of the day, month and year (in the zone of the clock the call was taken by), and of the number. Words are folded as
-- softphone.FoldWords folds those looked for; the tokenizer does the accents. prefix: what is typed is the beginning of a
-- word, and finds its rows in order without gathering all words that begin so.
DROP TRIGGER message_search_added;
DROP TRIGGER message_search_removed;
DROP TRIGGER message_search_changed;
DROP TABLE message_search;

CREATE VIEW message_words AS SELECT seq,
    replace(replace(replace(replace(replace(replace(replace(for_whom, 'Aa', 'a'), 'AA', 'a'), 'aa', 'a'), 'Ø', 'o'), 'ø', 'o'), 'Æ', 'ae'), 'æ', 'ae') AS for_whom,
    replace(replace(replace(replace(replace(replace(replace(surname, 'Aa', 'a'), 'AA', 'a'), 'aa', 'a'), 'Ø', 'o'), 'ø', 'o'), 'Æ', 'ae'), 'æ', 'ae') AS surname,
    replace(replace(replace(replace(replace(replace(replace(first_name, 'Aa', 'a'), 'AA', 'a'), 'aa', 'a'), 'Ø', 'o'), 'ø', 'o'), 'Æ', 'ae'), 'æ', 'ae') AS first_name,
    replace(replace(replace(replace(replace(replace(replace(patronymic, 'Aa', 'a'), 'AA', 'a'), 'aa', 'a'), 'Ø', 'o'), 'ø', 'o'), 'Æ', 'ae'), 'æ', 'ae') AS patronymic,
    replace(replace(replace(replace(replace(replace(replace(position, 'Aa', 'a'), 'AA', 'a'), 'aa', 'a'), 'Ø', 'o'), 'ø', 'o'), 'Æ', 'ae'), 'æ', 'ae') AS position,
    replace(replace(replace(replace(replace(replace(replace(organisation, 'Aa', 'a'), 'AA', 'a'), 'aa', 'a'), 'Ø', 'o'), 'ø', 'o'), 'Æ', 'ae'), 'æ', 'ae') AS organisation,
    replace(replace(replace(replace(replace(replace(replace(verbatim, 'Aa', 'a'), 'AA', 'a'), 'aa', 'a'), 'Ø', 'o'), 'ø', 'o'), 'Æ', 'ae'), 'æ', 'ae') AS verbatim,
    replace(replace(replace(replace(replace(replace(replace(number, 'Aa', 'a'), 'AA', 'a'), 'aa', 'a'), 'Ø', 'o'), 'ø', 'o'), 'Æ', 'ae'), 'æ', 'ae') AS number,
    replace(replace(replace(replace(replace(replace(replace(email, 'Aa', 'a'), 'AA', 'a'), 'aa', 'a'), 'Ø', 'o'), 'ø', 'o'), 'Æ', 'ae'), 'æ', 'ae') AS email,
    replace(replace(replace(replace(replace(replace(replace(promised, 'Aa', 'a'), 'AA', 'a'), 'aa', 'a'), 'Ø', 'o'), 'ø', 'o'), 'Æ', 'ae'), 'æ', 'ae') AS promised,
    'every s' || state || ' u' || CASE urgency WHEN '' THEN 'normal' ELSE urgency END || ' m' || mood
        || CASE WHEN state = 'new' THEN ' waiting' ELSE '' END
        || ifnull(' d' || strftime('%Y%m%d', substr(taken, 1, 19), substr(taken, 32, 6)) || ' t' || strftime('%Y%m', substr(taken, 1, 19), substr(taken, 32, 6))
            || ' y' || strftime('%Y', substr(taken, 1, 19), substr(taken, 32, 6)), '')
        || ' n' || (CASE WHEN substr(replace(replace(replace(replace(replace(replace(replace(number, ' ', ''), '+', ''), '-', ''), '(', ''), ')', ''), '.', ''), '/', ''), 1, 2) = '00' THEN substr(replace(replace(replace(replace(replace(replace(replace(number, ' ', ''), '+', ''), '-', ''), '(', ''), ')', ''), '.', ''), '/', ''), 3) ELSE replace(replace(replace(replace(replace(replace(replace(number, ' ', ''), '+', ''), '-', ''), '(', ''), ')', ''), '.', ''), '/', '') END) || ' e' || substr((CASE WHEN substr(replace(replace(replace(replace(replace(replace(replace(number, ' ', ''), '+', ''), '-', ''), '(', ''), ')', ''), '.', ''), '/', ''), 1, 2) = '00' THEN substr(replace(replace(replace(replace(replace(replace(replace(number, ' ', ''), '+', ''), '-', ''), '(', ''), ')', ''), '.', ''), '/', ''), 3) ELSE replace(replace(replace(replace(replace(replace(replace(number, ' ', ''), '+', ''), '-', ''), '(', ''), ')', ''), '.', ''), '/', '') END), -8) AS marks
FROM message;

CREATE VIRTUAL TABLE message_search USING fts5 (
    for_whom, surname, first_name, patronymic, position, organisation, verbatim, number, email, promised, marks,
    content = 'message_words', content_rowid = 'seq', tokenize = 'unicode61 remove_diacritics 2', prefix = '1 2 3 4 5'
);
INSERT INTO message_search (message_search) VALUES ('rebuild');
INSERT INTO message_search (message_search, rank) VALUES ('secure-delete', 1);

-- +goose StatementBegin
CREATE TRIGGER message_search_added AFTER INSERT ON message BEGIN
    INSERT INTO message_search (rowid, for_whom, surname, first_name, patronymic, position, organisation, verbatim, number, email, promised, marks)
    SELECT seq, for_whom, surname, first_name, patronymic, position, organisation, verbatim, number, email, promised, marks FROM message_words WHERE seq = new.seq;
END;
-- +goose StatementEnd

-- +goose StatementBegin
CREATE TRIGGER message_search_removed BEFORE DELETE ON message BEGIN
    INSERT INTO message_search (message_search, rowid, for_whom, surname, first_name, patronymic, position, organisation, verbatim, number, email, promised, marks)
    SELECT 'delete', seq, for_whom, surname, first_name, patronymic, position, organisation, verbatim, number, email, promised, marks FROM message_words WHERE seq = old.seq;
END;
-- +goose StatementEnd

-- +goose StatementBegin
CREATE TRIGGER message_search_changing BEFORE UPDATE ON message BEGIN
    INSERT INTO message_search (message_search, rowid, for_whom, surname, first_name, patronymic, position, organisation, verbatim, number, email, promised, marks)
    SELECT 'delete', seq, for_whom, surname, first_name, patronymic, position, organisation, verbatim, number, email, promised, marks FROM message_words WHERE seq = old.seq;
END;
-- +goose StatementEnd

-- +goose StatementBegin
CREATE TRIGGER message_search_changed AFTER UPDATE ON message BEGIN
    INSERT INTO message_search (rowid, for_whom, surname, first_name, patronymic, position, organisation, verbatim, number, email, promised, marks)
    SELECT seq, for_whom, surname, first_name, patronymic, position, organisation, verbatim, number, email, promised, marks FROM message_words WHERE seq = new.seq;
END;
-- +goose StatementEnd
