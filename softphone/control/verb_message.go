package control

import (
	"context"
	"encoding/json"
	"fmt"
	"strconv"
	"strings"
	"time"

	"anteroom/softphone"
)

// listed is how many messages `message list` prints.
const listed = 1000

const messageUsage = "message new [CALL-ID] FIELD=VALUE … | message list | message show ID"

func (v *visit) message(rest []string) error {
	if ok, err := v.way(rest); ok {
		return err
	}
	switch {
	case len(rest) > 1 && rest[0] == "new":
		return v.messageNew(rest[1:])
	case len(rest) == 1 && rest[0] == "list":
		all, err := v.Messages.Messages(v.ctx, time.Time{}, listed)
		if err != nil {
			return err
		}
		s := v.Desk.State()
		for _, m := range append(all, s.Drafts...) {
			if m.State == softphone.Draft && s.Blank(m) { // begun by the desk for a call
				continue
			}
			if err := v.emit(messageWordsOf(m)); err != nil {
				return err
			}
		}
		return nil
	case len(rest) == 2 && rest[0] == "show":
		m, err := v.find(v.ctx, softphone.MessageID(rest[1]))
		if err != nil {
			return err
		}
		return v.emit(messageWordsOf(m))
	}
	return usage(messageUsage + " | " + wayUsage)
}

func (v *visit) find(ctx context.Context, id softphone.MessageID) (softphone.Message, error) {
	if m, ok := v.Desk.State().Draft(id); ok {
		return m, nil
	}
	return v.Messages.Message(ctx, id)
}

func (v *visit) messageNew(fields []string) error {
	m := softphone.Message{
		ID: softphone.MessageID(v.NewID()), State: softphone.New, Taken: v.Now(), Mood: softphone.MoodNeutral, Urgency: softphone.Normal,
	}
	if !strings.Contains(fields[0], "=") {
		c, err := v.anyCall(softphone.CallID(fields[0]))
		if err != nil {
			return err
		}
		m.Call, m.Taken, m.Number, m.Principal = c.ID, c.Started, c.Caller.Number, c.Principal
		fields = fields[1:]
	}
	if err := fillMessage(&m, fields); err != nil {
		return err
	}
	given := map[string]bool{}
	for _, f := range fields {
		k, _, _ := strings.Cut(f, "=")
		given[k] = true
	}
	note, err := v.addressee(&m, given)
	if err != nil {
		return err
	}
	_, err = v.ask(func(a softphone.AskID) softphone.Event {
		return softphone.MessageTaken{Press: v.at(a, m.Call), Message: m}
	})
	if err != nil {
		return err
	}
	w := messageWordsOf(m)
	w.Note = note
	return v.emit(w)
}

// anyCall finds a call on the desk, else in the journal.
func (v *visit) anyCall(id softphone.CallID) (softphone.Call, error) {
	if c, ok := v.Desk.State().Call(id); ok {
		return c, nil
	}
	return v.Journal.JournalCall(v.ctx, id)
}

// fillMessage sets FIELD=VALUE pairs; the fields are the JSON names of messageWords.
func fillMessage(m *softphone.Message, pairs []string) error {
	text := map[string]*string{
		"for": &m.For, "surname": &m.Surname, "first_name": &m.FirstName, "patronymic": &m.Patronymic, "position": &m.Position,
		"organisation": &m.Organisation, "verbatim": &m.Verbatim, "number": &m.Number, "call_when": &m.CallWhen, "email": &m.Email,
		"deputies": &m.Deputies, "promised": &m.Promised, "promised_by": &m.PromisedBy,
	}
	tick := map[string]*bool{"read_back": &m.ReadBack, "all_read_back": &m.AllReadBack}
	for _, pair := range pairs {
		k, val, ok := strings.Cut(pair, "=")
		if !ok {
			return usage(messageUsage)
		}
		var err error
		switch {
		case text[k] != nil:
			*text[k] = val
		case tick[k] != nil:
			*tick[k], err = strconv.ParseBool(val)
		case k == "principal":
			m.Principal = softphone.PrincipalID(val)
		case k == "mood":
			m.Mood, err = oneOf(val, softphone.MoodGood, softphone.MoodNeutral, softphone.MoodUnhappy)
		case k == "urgency":
			m.Urgency, err = oneOf(val, softphone.Normal, softphone.Urgent, softphone.Immediate)
		case k == "taken":
			m.Taken, err = time.Parse(time.RFC3339, val)
		default:
			return fmt.Errorf("%w: no field %q", softphone.Reason{Code: softphone.BadValue}, k)
		}
		if err != nil {
			return softphone.Reason{Code: softphone.BadValue, Detail: k + ": " + err.Error()}
		}
	}
	return nil
}

func oneOf[T ~string](val string, all ...T) (T, error) {
	for _, x := range all {
		if string(x) == val {
			return x, nil
		}
	}
	list, _ := json.Marshal(all)
	return "", fmt.Errorf("takes one of %s", list)
}
