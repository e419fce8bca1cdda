package control

import (
	"strings"
	"time"

	"anteroom/softphone"
)

const wayUsage = "message deliver ID [ADDRESS] | message told ID [told|phone|paper|other] | message seen|done|reopen|history ID | message remind ID WHEN | " +
	"message retry [ID] | message callback ID | message report PRINCIPAL [FROM-DAY [UNTIL-DAY]] [--mail] | mail password --password-stdin | mail test ADDRESS | mail list"

// progressWords is one line of a message's history.
type progressWords struct {
	At     time.Time              `json:"at"`
	What   softphone.ProgressKind `json:"what"`
	How    softphone.Way          `json:"how,omitempty"`
	To     string                 `json:"to,omitempty"`
	By     string                 `json:"by,omitempty"`
	Call   softphone.CallID       `json:"call,omitempty"`
	Until  *time.Time             `json:"until,omitempty"`
	Reason string                 `json:"reason,omitempty"`
}

// mailWords is a mail of the queue.
type mailWords struct {
	ID       softphone.MailID    `json:"id"`
	Kind     softphone.MailKind  `json:"kind"`
	Message  softphone.MessageID `json:"message,omitempty"`
	To       string              `json:"to"`
	State    softphone.MailState `json:"state"`
	Attempts int                 `json:"attempts"`
	Next     *time.Time          `json:"next,omitempty"`
	Reason   string              `json:"reason,omitempty"`
}

// way is what is done with a message that was taken; ok is false for other verbs.
func (v *visit) way(rest []string) (ok bool, err error) {
	if len(rest) == 0 {
		return false, nil
	}
	var id softphone.MessageID
	if len(rest) > 1 {
		id = softphone.MessageID(rest[1])
	}
	arg := func(n int) string {
		if len(rest) > n {
			return rest[n]
		}
		return ""
	}
	moved := func(to softphone.MessageState, how softphone.Way) error {
		of, err := v.Messages.Message(v.ctx, id)
		if err != nil {
			return err
		}
		_, err = v.ask(func(a softphone.AskID) softphone.Event {
			return softphone.MessageMoved{Press: v.at(a, ""), Message: id, To: to, How: how, Of: of}
		})
		if err != nil {
			return err
		}
		if of, err = v.Messages.Message(v.ctx, id); err != nil {
			return err
		}
		return v.emit(messageWordsOf(of))
	}
	verb := rest[0]
	switch {
	case verb == "retry" && len(rest) <= 2:
		_, err = v.ask(func(a softphone.AskID) softphone.Event { return softphone.MailRetried{Press: v.at(a, ""), Message: id} })
	case id == "":
		return false, nil
	case verb == "report":
		err = v.report(softphone.PrincipalID(id), rest[2:])
	case verb == "deliver" && len(rest) <= 3:
		_, err = v.ask(func(a softphone.AskID) softphone.Event {
			return softphone.MessageMailed{Press: v.at(a, ""), Message: id, Mail: arg(2)}
		})
	case verb == "told" && len(rest) <= 3:
		how := softphone.Way(arg(2))
		if how == "" {
			how = softphone.ToldInPerson
		}
		err = moved(softphone.Delivered, how)
	case verb == "seen" && len(rest) == 2:
		err = moved(softphone.Seen, "")
	case verb == "done" && len(rest) == 2:
		err = moved(softphone.Done, "")
	case verb == "reopen" && len(rest) == 2:
		err = moved(softphone.New, "")
	case verb == "remind" && len(rest) == 3:
		due, known := softphone.DueAt(rest[2], v.Now())
		if !known {
			return true, softphone.Reason{Code: softphone.BadValue, Detail: "when: " + rest[2]}
		}
		_, err = v.ask(func(a softphone.AskID) softphone.Event {
			return softphone.ReminderSet{Press: v.at(a, ""), Message: id, Due: due}
		})
	case verb == "history" && len(rest) == 2:
		err = v.history(id)
	case verb == "callback" && len(rest) == 2:
		err = v.callBack(id)
	default:
		return false, nil
	}
	return true, err
}

func (v *visit) history(id softphone.MessageID) error {
	lines, err := v.Way.History(v.ctx, id)
	for _, p := range lines {
		if err == nil {
			w := progressWords{At: p.At, What: p.What, How: p.How, To: p.To, By: p.By, Call: p.Call, Until: moment(p.Until)}
			if !p.Reason.Zero() {
				w.Reason = p.Reason.Error()
			}
			err = v.emit(w)
		}
	}
	return err
}

// callBack rings the caller of a message on the line he came over, where that is ready.
func (v *visit) callBack(id softphone.MessageID) error {
	of, err := v.Messages.Message(v.ctx, id)
	if err != nil {
		return err
	}
	var line softphone.LineID
	if c, err := v.Journal.JournalCall(v.ctx, of.Call); err == nil {
		if l, ok := v.Desk.State().Line(c.Line); ok && l.State == softphone.LineRegistered {
			line = c.Line
		}
	}
	call, err := v.ask(func(a softphone.AskID) softphone.Event {
		return softphone.CallBackPressed{Press: v.at(a, ""), NewCall: softphone.CallID(v.NewID()), Line: line, Of: of}
	})
	if err != nil {
		return err
	}
	return v.emitCall(call)
}

// report prints a principal's messages of some days, today's where none are named, or sends them.
func (v *visit) report(p softphone.PrincipalID, rest []string) error {
	mail := len(rest) > 0 && rest[len(rest)-1] == "--mail"
	if mail {
		rest = rest[:len(rest)-1]
	}
	now := v.Now()
	from := time.Date(now.Year(), now.Month(), now.Day(), 0, 0, 0, 0, now.Location())
	until := from
	for i, day := range rest {
		t, ok := softphone.ReadDay(day, now, true)
		if !ok || i > 1 {
			return usage(wayUsage)
		}
		if i == 0 {
			from = t
		}
		until = t
	}
	until = until.AddDate(0, 0, 1)
	if mail {
		_, err := v.ask(func(a softphone.AskID) softphone.Event {
			return softphone.ReportMailed{Press: v.at(a, ""), Principal: p, From: from, Until: until}
		})
		return err
	}
	list, err := v.Way.MessagesTaken(v.ctx, p, from, until)
	for _, m := range list {
		if err == nil {
			err = v.emit(messageWordsOf(m))
		}
	}
	return err
}

// mail sets the password of the mail server, tries it, and prints the queue.
func (v *visit) mail(rest []string, stdin string) error {
	switch {
	case len(rest) == 2 && rest[0] == "password":
		_, err := v.ask(func(a softphone.AskID) softphone.Event {
			return softphone.MailPasswordSet{Press: v.at(a, ""), Password: softphone.Secret(strings.TrimRight(stdin, "\r\n"))}
		})
		return err
	case len(rest) == 2 && rest[0] == "test":
		if _, err := v.ask(func(a softphone.AskID) softphone.Event { return softphone.MailTried{Press: v.at(a, ""), To: rest[1]} }); err != nil {
			return err
		}
		if err := v.until(time.Minute, func() bool { return !v.Desk.State().MailTest.Running }); err != nil {
			return err
		}
		if why := v.Desk.State().MailTest.Reason; !why.Zero() {
			return why
		}
		return nil
	case len(rest) == 1 && rest[0] == "list":
		for _, m := range v.Desk.State().Mails {
			w := mailWords{ID: m.ID, Kind: m.Kind, Message: m.Message, To: m.To, State: m.State, Attempts: m.Attempts}
			if m.State == softphone.MailQueued {
				w.Next = moment(m.Next)
			}
			if !m.Reason.Zero() {
				w.Reason = m.Reason.Error()
			}
			if err := v.emit(w); err != nil {
				return err
			}
		}
		return nil
	}
	return usage(wayUsage)
}
