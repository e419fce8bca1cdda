package softphone

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"time"
)

// CallbackID names one callback.
type CallbackID string

// CallbackKind tells ringing somebody from doing something.
type CallbackKind string

const (
	RingBack CallbackKind = "ring" // somebody is to be rung
	Task     CallbackKind = "task" // something is to be done, with nobody to ring
)

// Callback is what was promised to a caller: to be rung back, or that something is done, and by when.
type Callback struct {
	ID     CallbackID
	Call   CallID // the talk in which it was promised; "" for none
	Kind   CallbackKind
	Name   string // whom to ring
	Number string
	What   string    // what to find out or do
	When   string    // as was said, e.g. "15:30" or "tomorrow 9"
	Due    time.Time // what When means; zero where that is not understood
	Begun  time.Time
	Agreed time.Time // zero while it is being written
	Done   time.Time // zero: open
	Rung   CallID    // the call last made for it; "" for none
}

// Open reports whether it is still to be done.
func (b Callback) Open() bool { return b.Done.IsZero() }

// Empty: nothing of it was typed by hand.
func (b Callback) Empty() bool { return b.What == "" && b.When == "" }

// Late reports whether its time has come.
func (b Callback) Late(now time.Time) bool {
	return b.Open() && !b.Due.IsZero() && !now.Before(b.Due)
}

// longestCallback is how many bytes each text of a callback may have.
const longestCallback = 1000

// Check says what is wrong, with code BadValue.
func (b Callback) Check() Reason {
	if b.Kind != RingBack && b.Kind != Task {
		return Reason{BadValue, fmt.Sprintf("kind %s (known: %s, %s)", b.Kind, RingBack, Task)}
	}
	for name, v := range map[string]string{"name": b.Name, "number": b.Number, "what": b.What, "when": b.When} {
		if len(v) > longestCallback {
			return Reason{BadValue, fmt.Sprintf("%s is too long (%d bytes at most)", name, longestCallback)}
		}
	}
	return Reason{}
}

// StandOfCallback is where a person may stand in a callback.
func StandOfCallback(b Callback) Stand {
	return Stand{Names: []string{b.Name}, Numbers: []string{b.Number}}
}

// CallbackBook answers for callbacks and tasks; pages run from the newest back.
type CallbackBook interface {
	// Callbacks gives at most limit of those begun before a moment (zero: now), done ones among them.
	Callbacks(ctx context.Context, before time.Time, limit int) ([]Callback, error)
}

// Callback finds a callback of the desk: an open one, or one done lately.
func (s State) Callback(id CallbackID) (Callback, bool) {
	i := slices.IndexFunc(s.Callbacks, func(b Callback) bool { return b.ID == id })
	if i < 0 {
		return Callback{}, false
	}
	return s.Callbacks[i], true
}

// CallbackInHand is the one being written for a call.
func (s State) CallbackInHand(call CallID) (Callback, bool) {
	i := slices.IndexFunc(s.Callbacks, func(b Callback) bool {
		return b.Call == call && call != "" && b.Agreed.IsZero() && b.Open()
	})
	if i < 0 {
		return Callback{}, false
	}
	return s.Callbacks[i], true
}

// OpenCallbacks are those still to be done, in the order of their times; those without one come last.
func (s State) OpenCallbacks() []Callback {
	var out []Callback
	for _, b := range s.Callbacks {
		if b.Open() {
			out = append(out, b)
		}
	}
	slices.SortStableFunc(out, func(a, b Callback) int {
		switch {
		case a.Due.IsZero() != b.Due.IsZero():
			if a.Due.IsZero() {
				return 1
			}
			return -1
		}
		return a.Due.Compare(b.Due)
	})
	return out
}

// NextCallback is the one to ring now: the first with a number.
func (s State) NextCallback() (Callback, bool) {
	for _, b := range s.OpenCallbacks() {
		if b.Kind == RingBack && CleanNumber(b.Number) != "" && !b.Agreed.IsZero() {
			return b, true
		}
	}
	return Callback{}, false
}

// CallbackOf is the open callback for which a call was made.
func (s State) CallbackOf(call CallID) (Callback, bool) {
	i := slices.IndexFunc(s.Callbacks, func(b Callback) bool { return b.Rung == call && call != "" && b.Open() })
	if i < 0 {
		return Callback{}, false
	}
	return s.Callbacks[i], true
}

// SituationRefusal is a no; what will be done, and when, always follows.
const SituationRefusal SituationID = "refusal"

// OwesNextStep reports whether the caller of a live call was refused something and nothing has been promised him since:
// no callback, no task, and nothing in the message.
func (s State) OwesNextStep(c Call) bool {
	var refused time.Time
	for _, v := range c.Visits {
		if v.Situation == SituationRefusal {
			refused = v.Entered
		}
	}
	if refused.IsZero() || !c.Live() {
		return false
	}
	for _, b := range s.Callbacks {
		if b.Call == c.ID && (b.Agreed.After(refused) || b.Agreed.Equal(refused)) {
			return false
		}
	}
	m, _ := s.Draft(c.Draft)
	return strings.TrimSpace(m.Promised) == ""
}
