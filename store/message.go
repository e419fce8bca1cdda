package store

import (
	"context"
	"database/sql"
	"errors"
	"time"

	"anteroom/softphone"
)

// messageColumns are those of the tables message and draft alike.
func messageColumns(m *softphone.Message) []column {
	return []column{
		{"id", &m.ID}, {"call", &m.Call}, {"state", &m.State}, {"taken", moment{&m.Taken}},
		{"principal", &m.Principal}, {"for_whom", &m.For}, {"surname", &m.Surname}, {"first_name", &m.FirstName},
		{"patronymic", &m.Patronymic}, {"position", &m.Position}, {"organisation", &m.Organisation},
		{"verbatim", &m.Verbatim}, {"mood", &m.Mood}, {"number", &m.Number}, {"read_back", &m.ReadBack},
		{"call_when", &m.CallWhen}, {"email", &m.Email}, {"deputies", &m.Deputies}, {"urgency", &m.Urgency},
		{"promised", &m.Promised}, {"promised_by", &m.PromisedBy}, {"all_read_back", &m.AllReadBack},
		{"changed", moment{&m.Changed}}, {"delivered_how", &m.DeliveredHow}, {"delivered_at", moment{&m.DeliveredAt}},
		{"call_from", moment{&m.CallFrom}}, {"call_until", moment{&m.CallUntil}}, {"promised_at", moment{&m.PromisedAt}},
		{"remind_at", moment{&m.RemindAt}}, {"remind_why", &m.RemindWhy}, {"escalate_at", moment{&m.EscalateAt}},
	}
}

var (
	messageNames  = names(messageColumns(new(softphone.Message)))
	messageUpsert = upsert("message", "id", messageColumns(new(softphone.Message)))
	draftUpsert   = upsert("draft", "id", messageColumns(new(softphone.Message)))
)

// SaveDraft writes what is being typed. A message taken under the same ID stays as it is.
func (s *Store) SaveDraft(ctx context.Context, m softphone.Message) error {
	_, err := s.write.ExecContext(ctx, draftUpsert, fields(messageColumns(&m))...)
	return failed(err, "save draft %s", m.ID)
}

// SaveMessage writes a message, new or anew, and ends the draft of the same ID.
func (s *Store) SaveMessage(ctx context.Context, m softphone.Message) error {
	if m.State == softphone.Draft || m.State == "" {
		m.State = softphone.New
	}
	if m.Changed.IsZero() {
		m.Changed = s.now() // the log is read by it
	}
	err := s.change(ctx, func(tx *sql.Tx) error {
		if _, err := tx.ExecContext(ctx, messageUpsert, fields(messageColumns(&m))...); err != nil {
			return err
		}
		_, err := tx.ExecContext(ctx, "DELETE FROM draft WHERE id = ?", m.ID)
		return err
	})
	return failed(err, "save message %s", m.ID)
}

// DropDraft forgets a draft; one that is not there is no error.
func (s *Store) DropDraft(ctx context.Context, id softphone.MessageID) error {
	_, err := s.write.ExecContext(ctx, "DELETE FROM draft WHERE id = ?", id)
	return failed(err, "drop draft %s", id)
}

// Messages gives at most limit messages last changed before a moment (zero: no bound), the newest first.
func (s *Store) Messages(ctx context.Context, earlier time.Time, limit int) ([]softphone.Message, error) {
	if limit <= 0 {
		return nil, nil
	}
	var out []softphone.Message
	err := s.view(ctx, func(tx *sql.Tx) (err error) {
		out, err = readMessages(ctx, tx, "message WHERE changed < ? ORDER BY changed DESC, id DESC LIMIT ?", before(earlier), limit)
		return err
	})
	return out, failed(err, "read messages")
}

// Message gives one message; the error of an unknown one is a softphone.Reason NoSuchMessage.
func (s *Store) Message(ctx context.Context, id softphone.MessageID) (softphone.Message, error) {
	var m softphone.Message
	err := s.read.QueryRowContext(ctx, "SELECT "+messageNames+" FROM message WHERE id = ?", id).Scan(fields(messageColumns(&m))...)
	if errors.Is(err, sql.ErrNoRows) {
		err = softphone.Reason{Code: softphone.NoSuchMessage, Detail: string(id)}
	}
	if err != nil {
		return softphone.Message{}, failed(err, "read message %s", id)
	}
	return m, nil
}

func readMessages(ctx context.Context, tx *sql.Tx, from string, args ...any) ([]softphone.Message, error) {
	var out []softphone.Message
	err := query(ctx, tx, "SELECT "+messageNames+" FROM "+from, args, func(rows *sql.Rows) error {
		var m softphone.Message
		err := rows.Scan(fields(messageColumns(&m))...)
		out = append(out, m)
		return err
	})
	return out, err
}
