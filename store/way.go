package store

import (
	"context"
	"database/sql"
	"errors"
	"time"

	"anteroom/softphone"
)

var _ softphone.WayBook = (*Store)(nil)

func progressColumns(p *softphone.Progress) []column {
	return []column{
		{"message", &p.Message}, {"at", moment{&p.At}}, {"what", &p.What}, {"how", &p.How}, {"to_whom", &p.To},
		{"done_by", &p.By}, {"call", &p.Call}, {"until", moment{&p.Until}}, {"reason", &p.Reason.Code}, {"detail", &p.Reason.Detail},
	}
}

func mailColumns(m *softphone.Mail) []column {
	return []column{
		{"id", &m.ID}, {"kind", &m.Kind}, {"message", &m.Message}, {"principal", &m.Principal}, {"of_from", moment{&m.From}},
		{"of_until", moment{&m.Until}}, {"address", &m.To}, {"name", &m.Name}, {"language", &m.Language},
		{"header_id", &m.MessageID}, {"state", &m.State}, {"attempts", &m.Attempts}, {"next", moment{&m.Next}},
		{"queued", moment{&m.Queued}}, {"reason", &m.Reason.Code}, {"detail", &m.Reason.Detail}, {"done_by", &m.By},
	}
}

var (
	progressNames  = names(progressColumns(new(softphone.Progress)))
	progressInsert = "INSERT INTO message_progress (" + progressNames + ") SELECT ?, ?, ?, ?, ?, ?, ?, ?, ?, ? " +
		"WHERE EXISTS (SELECT 1 FROM message WHERE id = ?1) ON CONFLICT DO NOTHING"
	mailNames  = names(mailColumns(new(softphone.Mail)))
	mailUpsert = upsert("mail", "id", mailColumns(new(softphone.Mail)))
	// A message that was deleted on somebody's request does not come back.
	messageMove = "UPDATE message SET state = ?2, changed = ?3, delivered_how = ?4, delivered_at = ?5, remind_at = ?6, remind_why = ?7, " +
		"escalate_at = ?8 WHERE id = ?1 AND (changed IS NULL OR changed <= ?3)"
)

// MoveMessage writes how a message stands and why. One that stands as it was later already gets the line only.
func (s *Store) MoveMessage(ctx context.Context, m softphone.Message, p softphone.Progress) error {
	err := s.change(ctx, func(tx *sql.Tx) error {
		if _, err := tx.ExecContext(ctx, messageMove, m.ID, m.State, moment{&m.Changed}, m.DeliveredHow, moment{&m.DeliveredAt},
			moment{&m.RemindAt}, m.RemindWhy, moment{&m.EscalateAt}); err != nil {
			return err
		}
		_, err := tx.ExecContext(ctx, progressInsert, fields(progressColumns(&p))...)
		return err
	})
	return failed(err, "move message %s", m.ID)
}

// SaveMail writes a mail of the queue.
func (s *Store) SaveMail(ctx context.Context, m softphone.Mail) error {
	_, err := s.write.ExecContext(ctx, mailUpsert, fields(mailColumns(&m))...)
	return failed(err, "save mail %s", m.ID)
}

// MailContents gives what a mail is to say: its message, or those of its report, in the order they were taken.
func (s *Store) MailContents(ctx context.Context, m softphone.Mail) ([]softphone.Message, error) {
	switch m.Kind {
	case softphone.MailReport:
		return s.MessagesTaken(ctx, m.Principal, m.From, m.Until)
	case softphone.MailTrial:
		return nil, nil
	}
	of, err := s.Message(ctx, m.Message)
	return []softphone.Message{of}, err
}

// mailPassword is the place of the mail server's password among the lines'; no line is called so.
const mailPassword softphone.LineID = "mail server"

// SaveMailPassword keeps the password of the mail server; an empty one forgets it.
func (s *Store) SaveMailPassword(ctx context.Context, password softphone.Secret) error {
	if password == "" {
		var where keeping
		if err := s.read.QueryRowContext(ctx, "SELECT value FROM setting WHERE key = ?", mailPasswordKept).Scan(&where); err != nil && !errors.Is(err, sql.ErrNoRows) {
			return failed(err, "forget the password of the mail server")
		}
		return failed(s.secrets.forget(ctx, mailPassword, where), "forget the password of the mail server")
	}
	where, err := s.secrets.keep(ctx, mailPassword, password)
	if err == nil {
		_, err = s.write.ExecContext(ctx, settingUpsert, mailPasswordKept, where)
	}
	return failed(err, "keep the password of the mail server")
}

// mailPasswordKept is where it is kept, among the settings.
const mailPasswordKept softphone.SettingKey = "mail_password_kept"

// loadWay reads what is under way.
func (s *Store) loadWay(ctx context.Context, tx *sql.Tx, out *softphone.Snapshot) (err error) {
	if out.Open, err = readMessages(ctx, tx, "message WHERE state IN ('new', 'delivered', 'seen') ORDER BY taken, seq"); err != nil {
		return err
	}
	return query(ctx, tx, "SELECT "+mailNames+" FROM mail WHERE state <> 'sent' ORDER BY seq", nil, func(rows *sql.Rows) error {
		var m softphone.Mail
		err := rows.Scan(fields(mailColumns(&m))...)
		out.Mails = append(out.Mails, m)
		return err
	})
}

// loadMailPassword finds the password of the mail server, where it can be had.
func (s *Store) loadMailPassword(ctx context.Context, out *softphone.Snapshot) error {
	where := keeping(out.Settings[mailPasswordKept])
	delete(out.Settings, mailPasswordKept)
	if where == inNothing {
		return nil
	}
	found, err := s.secrets.find(ctx, map[softphone.LineID]keeping{mailPassword: where})
	out.MailPassword = found[mailPassword]
	return err
}

// History gives a message's lines, the oldest first.
func (s *Store) History(ctx context.Context, id softphone.MessageID) ([]softphone.Progress, error) {
	var out []softphone.Progress
	err := s.view(ctx, func(tx *sql.Tx) error {
		return query(ctx, tx, "SELECT "+progressNames+" FROM message_progress WHERE message = ? ORDER BY at, seq", []any{id}, func(rows *sql.Rows) error {
			var p softphone.Progress
			err := rows.Scan(fields(progressColumns(&p))...)
			out = append(out, p)
			return err
		})
	})
	return out, failed(err, "read the history of message %s", id)
}

// MessagesIn gives at most limit messages of one state changed before a moment (zero: no bound), the newest first.
func (s *Store) MessagesIn(ctx context.Context, state softphone.MessageState, earlier time.Time, limit int) ([]softphone.Message, error) {
	if limit <= 0 {
		return nil, nil
	}
	var out []softphone.Message
	err := s.view(ctx, func(tx *sql.Tx) (err error) {
		out, err = readMessages(ctx, tx, "message WHERE state = ? AND changed < ? ORDER BY changed DESC, id DESC LIMIT ?", state, before(earlier), limit)
		return err
	})
	return out, failed(err, "read messages")
}

// MessagesTaken gives the messages for one principal ("": for anybody) taken from a moment until another, in that order.
func (s *Store) MessagesTaken(ctx context.Context, p softphone.PrincipalID, from, until time.Time) ([]softphone.Message, error) {
	var out []softphone.Message
	err := s.view(ctx, func(tx *sql.Tx) (err error) {
		out, err = readMessages(ctx, tx, "message WHERE taken >= ? AND taken < ? AND (? = '' OR principal = ?) ORDER BY taken, seq",
			instant(from), instant(until), p, p)
		return err
	})
	return out, failed(err, "read the messages of a report")
}

// CountMessages says how many there are of each state.
func (s *Store) CountMessages(ctx context.Context) (map[softphone.MessageState]int, error) {
	out := map[softphone.MessageState]int{}
	err := s.view(ctx, func(tx *sql.Tx) error {
		return query(ctx, tx, "SELECT state, count(*) FROM message GROUP BY state", nil, func(rows *sql.Rows) error {
			var state softphone.MessageState
			var n int
			err := rows.Scan(&state, &n)
			out[state] = n
			return err
		})
	})
	return out, failed(err, "count messages")
}
