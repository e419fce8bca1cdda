package store

import (
	"testing"
	"time"

	"anteroom/softphone"
)

func TestWay_ComesBackWithHistoryAndQueue(t *testing.T) {
	dir := t.TempDir()
	s := open(t, dir)
	m := fill(new(softphone.Message))
	m.State = softphone.New
	must(t, s.SaveMessage(t.Context(), m))
	p, mail := fill(new(softphone.Progress)), fill(new(softphone.Mail))
	p.Message, mail.Message, mail.State = m.ID, m.ID, softphone.MailSending
	m.State, m.Changed, m.RemindAt = softphone.Seen, m.Changed.Add(time.Minute), time.Time{}
	must(t, s.MoveMessage(t.Context(), m, p))
	must(t, s.MoveMessage(t.Context(), m, p)) // told twice
	must(t, s.SaveMail(t.Context(), mail))
	must(t, s.SaveMailPassword(t.Context(), "hemmelig"))
	must(t, s.Close())

	s = open(t, dir)
	b := load(t, s)
	same(t, []softphone.Message{m}, b.Open)
	same(t, []softphone.Mail{mail}, b.Mails)
	if b.MailPassword != "hemmelig" || len(b.Settings) != 0 {
		t.Errorf("password %q, settings %v", b.MailPassword, b.Settings)
	}
	h, err := s.History(t.Context(), m.ID)
	must(t, err)
	same(t, []softphone.Progress{p}, h)

	late := m // of an earlier moment, written again after a full disk
	late.State, late.Changed = softphone.New, m.Changed.Add(-time.Second)
	must(t, s.MoveMessage(t.Context(), late, softphone.Progress{Message: m.ID, At: late.Changed, What: softphone.ProgressReminded}))
	got, err := s.Message(t.Context(), m.ID)
	must(t, err)
	same(t, m, got)

	if _, err := s.write.Exec("UPDATE message_progress SET what = 'done'"); err == nil {
		t.Error("the history can be changed")
	}
	mail.State = softphone.MailSent
	must(t, s.SaveMail(t.Context(), mail))
	m.State, m.Changed = softphone.Done, m.Changed.Add(time.Minute)
	must(t, s.MoveMessage(t.Context(), m, softphone.Progress{Message: m.ID, At: m.Changed, What: softphone.ProgressDone}))
	must(t, s.SaveMailPassword(t.Context(), ""))
	if b := load(t, s); len(b.Open)+len(b.Mails) != 0 || b.MailPassword != "" {
		t.Errorf("%+v", b)
	}
	done, err := s.MessagesIn(t.Context(), softphone.Done, time.Time{}, 10)
	must(t, err)
	same(t, []softphone.Message{m}, done)
	n, err := s.CountMessages(t.Context())
	must(t, err)
	same(t, map[softphone.MessageState]int{softphone.Done: 1}, n)
}

func TestWay_OfAnErasedPersonGoesWithItsMessage(t *testing.T) {
	s := open(t, t.TempDir())
	now := time.Date(2026, 11, 24, 12, 0, 0, 0, time.UTC)
	m := softphone.Message{ID: "m", State: softphone.New, Number: "22413077", Taken: now, Changed: now}
	must(t, s.SaveMessage(t.Context(), m))
	must(t, s.MoveMessage(t.Context(), m, softphone.Progress{Message: "m", At: now, What: softphone.ProgressTaken}))
	must(t, s.SaveMail(t.Context(), softphone.Mail{ID: "x", Message: "m", State: softphone.MailQueued, To: "a@b.example"}))
	_, err := s.ErasePerson(t.Context(), softphone.Person{Number: "22413077"}, "Ida")
	must(t, err)
	must(t, s.MoveMessage(t.Context(), m, softphone.Progress{Message: "m", At: now.Add(time.Minute), What: softphone.ProgressReminded})) // was under way
	h, err := s.History(t.Context(), "m")
	must(t, err)
	if b := load(t, s); len(h)+len(b.Mails)+len(b.Open) != 0 {
		t.Errorf("%v %+v", h, b)
	}
}

func TestReport_IsOfOnePrincipalAndOneStretchOfTime(t *testing.T) {
	s := open(t, t.TempDir())
	day := time.Date(2026, 11, 24, 0, 0, 0, 0, time.FixedZone("", 3600))
	for id, at := range map[softphone.MessageID]time.Time{"before": day.Add(-time.Second), "first": day, "last": day.Add(24*time.Hour - time.Second), "after": day.Add(24 * time.Hour)} {
		must(t, s.SaveMessage(t.Context(), softphone.Message{ID: id, Principal: "aasen", Taken: at, Changed: at}))
	}
	must(t, s.SaveMessage(t.Context(), softphone.Message{ID: "other", Principal: "lunde", Taken: day.Add(time.Hour), Changed: day}))
	got, err := s.MailContents(t.Context(), softphone.Mail{Kind: softphone.MailReport, Principal: "aasen", From: day, Until: day.Add(24 * time.Hour)})
	must(t, err)
	if len(got) != 2 || got[0].ID != "first" || got[1].ID != "last" {
		t.Errorf("%+v", got)
	}
	if all, err := s.MessagesTaken(t.Context(), "", day, day.Add(24*time.Hour)); err != nil || len(all) != 3 {
		t.Errorf("%v %+v", err, all)
	}
}
