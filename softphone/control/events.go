package control

import (
	"reflect"
	"strings"
	"sync"
	"time"
	"unicode"

	"anteroom/softphone"
)

// backlog is how many events a slow reader may be behind before he is cut off.
const backlog = 10000

// eventWords is an event as `anteroom ctl events` prints it. It carries no credentials and no message text.
type eventWords struct {
	Event string     `json:"event"`
	At    time.Time  `json:"at"`
	Call  *callWords `json:"call,omitempty"`
	Line  *lineWords `json:"line,omitempty"`
	What  string     `json:"what,omitempty"` // of saved, wake-ups and lamps
	ID    string     `json:"id,omitempty"`
	Why   string     `json:"reason,omitempty"`
}

// events prints what happens until the guest leaves.
func (v *visit) events() error {
	var mu sync.Mutex // guards queue
	var queue []eventWords
	more := make(chan struct{}, 1)
	cancel := v.Desk.Watch(func(s softphone.State, e softphone.Event) {
		mu.Lock()
		defer mu.Unlock()
		if len(queue) < backlog {
			queue = append(queue, tellOf(s, e))
		}
		select {
		case more <- struct{}{}:
		default:
		}
	})
	defer cancel()
	if err := v.emit(eventWords{Event: "listening", At: v.Now()}); err != nil {
		return err
	}
	for {
		select {
		case <-v.ctx.Done():
			return nil
		case <-more:
		}
		mu.Lock()
		batch := queue
		queue = nil
		mu.Unlock()
		for _, w := range batch {
			if err := v.emit(w); err != nil {
				return err
			}
		}
		if len(batch) >= backlog {
			return softphone.Reason{Code: softphone.BadValue, Detail: "too slow a reader: events were lost"}
		}
	}
}

func tellOf(s softphone.State, e softphone.Event) eventWords {
	w := eventWords{Event: snake(reflect.TypeOf(e).Name()), At: e.When()}
	rv := reflect.ValueOf(e)
	if f := rv.FieldByName("Call"); f.IsValid() && f.Type() == reflect.TypeFor[softphone.CallID]() {
		w.call(s, softphone.CallID(f.String()))
	}
	if f := rv.FieldByName("Line"); f.IsValid() && f.Type() == reflect.TypeFor[softphone.LineID]() {
		if l, ok := s.Line(softphone.LineID(f.String())); ok {
			lw := lineWordsOf(l)
			w.Line = &lw
		}
	}
	if f := rv.FieldByName("Reason"); f.IsValid() && f.Type() == reflect.TypeFor[softphone.Reason]() {
		if r := f.Interface().(softphone.Reason); !r.Zero() {
			w.Why = r.Error()
		}
	}
	switch e := e.(type) {
	case softphone.Saved:
		w.What, w.ID = string(e.What), e.ID
	case softphone.WokeUp:
		w.What, w.ID = string(e.Key.What), e.Key.ID
		w.call(s, e.Key.Call)
		if e.Key.What == softphone.WakeReturn && w.Call != nil && w.Call.ReturnsDue > 0 {
			w.Event = "return_due"
		}
	case softphone.EffectFailed:
		w.What = snake(reflect.TypeOf(e.Effect).Name())
	case softphone.SaveFailed:
		w.What = snake(reflect.TypeOf(e.Effect).Name())
	case softphone.LampChanged:
		w.What, w.ID = string(e.State), e.Number
	case softphone.PresenceTold:
		w.What, w.ID = string(e.Told.Kind), e.Number
	case softphone.DigitReceived:
		w.What = string(e.Digit)
	}
	return w
}

func (w *eventWords) call(s softphone.State, id softphone.CallID) {
	if c, ok := s.Call(id); ok {
		cw := wordsOf(c, s.Settings, s.Now)
		w.Call = &cw
	}
}

// snake makes "call_arrived" of "CallArrived".
func snake(name string) string {
	var b strings.Builder
	for i, r := range name {
		if unicode.IsUpper(r) && i > 0 {
			b.WriteByte('_')
		}
		b.WriteRune(unicode.ToLower(r))
	}
	return b.String()
}
