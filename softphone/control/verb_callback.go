package control

import (
	"strings"
	"time"

	"anteroom/softphone"
)

const callbackUsage = "callback list | callback new [CALL-ID] FIELD=VALUE … | callback done|open|drop|dial ID"

// callbackWords is a callback or task as `anteroom ctl` prints it.
type callbackWords struct {
	ID     softphone.CallbackID   `json:"id"`
	Call   softphone.CallID       `json:"call,omitempty"`
	Kind   softphone.CallbackKind `json:"kind"`
	Name   string                 `json:"name"`
	Number string                 `json:"number"`
	What   string                 `json:"what"`
	When   string                 `json:"when"`
	Due    *time.Time             `json:"due"`
	Agreed *time.Time             `json:"agreed"` // null while it is being written
	Done   *time.Time             `json:"done"`
	Late   bool                   `json:"late,omitempty"`
}

func callbackWordsOf(b softphone.Callback, now time.Time) callbackWords {
	return callbackWords{b.ID, b.Call, b.Kind, b.Name, b.Number, b.What, b.When, moment(b.Due), moment(b.Agreed), moment(b.Done), b.Late(now)}
}

// callback lists what was promised and is not done, arranges more, and marks it as done. Fields: kind (ring, task), name,
// number, what, when.
func (v *visit) callback(rest []string) error {
	switch {
	case len(rest) == 1 && rest[0] == "list":
		for _, b := range v.Desk.State().OpenCallbacks() {
			if err := v.emit(callbackWordsOf(b, v.Now())); err != nil {
				return err
			}
		}
		return nil
	case len(rest) > 1 && rest[0] == "new":
		return v.callbackNew(rest[1:])
	case len(rest) != 2:
		return usage(callbackUsage)
	}
	id := softphone.CallbackID(rest[1])
	var err error
	switch rest[0] {
	case "done", "open":
		_, err = v.ask(func(a softphone.AskID) softphone.Event {
			return softphone.CallbackClosed{Press: v.at(a, ""), Callback: id, Open: rest[0] == "open"}
		})
	case "drop":
		_, err = v.ask(func(a softphone.AskID) softphone.Event {
			return softphone.CallbackDropped{Press: v.at(a, ""), Callback: id}
		})
	case "dial":
		call, err := v.ask(func(a softphone.AskID) softphone.Event {
			return softphone.CallbackDialled{Press: v.at(a, ""), Callback: id, NewCall: softphone.CallID(v.NewID())}
		})
		if err != nil {
			return err
		}
		return v.emitCall(call)
	default:
		return usage(callbackUsage)
	}
	if err != nil {
		return err
	}
	if b, ok := v.Desk.State().Callback(id); ok {
		return v.emit(callbackWordsOf(b, v.Now()))
	}
	return nil
}

func (v *visit) callbackNew(fields []string) error {
	b := softphone.Callback{ID: softphone.CallbackID(v.NewID()), Kind: softphone.RingBack}
	if !strings.Contains(fields[0], "=") {
		c, ok := v.Desk.State().Call(softphone.CallID(fields[0]))
		if !ok {
			return softphone.Reason{Code: softphone.NoSuchCall, Detail: fields[0]}
		}
		b.Call, b.Name, b.Number, fields = c.ID, c.Title(), c.Caller.Number, fields[1:]
	}
	for _, f := range fields {
		k, value, ok := strings.Cut(f, "=")
		into := map[string]*string{"name": &b.Name, "number": &b.Number, "what": &b.What, "when": &b.When}[k]
		switch {
		case ok && k == "kind":
			b.Kind = softphone.CallbackKind(value)
		case ok && into != nil:
			*into = value
		default:
			return softphone.Reason{Code: softphone.BadValue, Detail: f + " (known: kind, name, number, what, when)"}
		}
	}
	if _, err := v.ask(func(a softphone.AskID) softphone.Event {
		return softphone.CallbackEdited{Press: v.at(a, ""), Callback: b}
	}); err != nil {
		return err
	}
	if _, err := v.ask(func(a softphone.AskID) softphone.Event {
		return softphone.CallbackAgreed{Press: v.at(a, ""), Callback: b.ID}
	}); err != nil {
		_, dropped := v.ask(func(a softphone.AskID) softphone.Event {
			return softphone.CallbackDropped{Press: v.at(a, ""), Callback: b.ID}
		})
		if dropped != nil {
			return dropped
		}
		return err
	}
	done, _ := v.Desk.State().Callback(b.ID)
	return v.emit(callbackWordsOf(done, v.Now()))
}
