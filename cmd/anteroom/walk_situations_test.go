package main

import (
	"bytes"
	"encoding/json"
	"strings"
	"testing"
	"time"

	"anteroom/softphone"
	"anteroom/softphone/control"
)

// onCall is what a call's situations have come to.
type onCall struct {
	ID, State, Situation string
	StoppedAt            string   `json:"stopped_at"`
	Wrong                bool     `json:"wrong_number"`
	Redirects            int      `json:"redirects_today"`
	PromisedS            *float64 `json:"promised_s"`
}

// calls are all calls of the desk, the newest last.
func (w *walker) calls() []onCall {
	w.t.Helper()
	var s struct{ Calls []onCall }
	w.ctl(&s, "status")
	return s.Calls
}

// is waits until the call of a number of the list (from its end, 1 is the newest) is as it should be.
func (w *walker) is(what string, fromEnd int, ok func(onCall) bool) (c onCall) {
	w.t.Helper()
	w.until(what, time.Minute, func() bool {
		all := w.calls()
		if len(all) < fromEnd {
			return false
		}
		c = all[len(all)-fromEnd]
		return ok(c)
	})
	return c
}

// one is a call by its id.
func (w *walker) one(id string) onCall {
	w.t.Helper()
	for _, c := range w.calls() {
		if c.ID == id {
			return c
		}
	}
	return onCall{}
}

// answers presses the key until the newest call is talked to: the window may hear of a ring later than the desk.
func (w *walker) answers() onCall {
	w.t.Helper()
	return w.is("the newest is talked to", 1, func(c onCall) bool {
		if c.State == "ringing" {
			w.key("F2")
		}
		return c.State == "talking"
	})
}

func in(state string) func(onCall) bool { return func(c onCall) bool { return c.State == state } }
func laid(sit string) func(onCall) bool { return func(c onCall) bool { return c.Situation == sit } }

// callbacks are those that are open.
func (w *walker) callbacks() (out []map[string]any) {
	w.t.Helper()
	var text bytes.Buffer
	if err := control.Send(w.t.Context(), w.data, []string{"callback", "list"}, "", &text); err != nil {
		w.t.Fatal(err)
	}
	for line := range strings.Lines(text.String()) {
		var b map[string]any
		if err := json.Unmarshal([]byte(line), &b); err != nil {
			w.t.Fatal(err)
		}
		out = append(out, b)
	}
	return out
}

// A second call: the first caller is asked, it is noted where he stopped, one key answers, and the note is said on return.
func TestWalk_SecondCallWithPermission(t *testing.T) {
	w := walk(t, t.TempDir())
	w.callIn("ringing", 30*time.Second)
	first, stopped := w.answers(), w.in("prisen på frakt", "the price of freight")
	w.ctl(nil, "practice", w.caller(2).ID)
	w.is("the second rings", 1, in("ringing"))
	w.key(w.situation("otherline"))
	w.is("he is asked", 2, laid("otherline"))
	w.key("shift+F4") // the caret is there already; a key is in order with what is typed
	w.types(stopped)
	w.is("where they stopped is noted", 2, func(c onCall) bool { return c.StoppedAt == stopped })
	w.picture("situation-1-another-call")
	w.key("Return")
	w.is("the second is talked to", 1, in("talking"))
	w.is("the first waits", 2, in("held"))
	w.picture("situation-2-second")
	w.key("F5")
	w.is("the first is gone back to", 2, func(c onCall) bool {
		return c.ID == first.ID && c.State == "talking" && c.Situation == "return" && c.StoppedAt == stopped
	})
	w.picture("situation-3-return")
	w.ctl(nil, "quit")
	<-w.proc.Done()
	for _, c := range journal(t, w.data) {
		if string(c.ID) == first.ID && (len(c.Holds) != 1 || !c.Holds[0].Asked) {
			t.Errorf("the permission is not in the journal: %+v", c.Holds)
		}
	}
}

// A refusal, after which a callback is arranged that a power cut does not take away.
func TestWalk_RefusalWithCallback(t *testing.T) {
	dir := t.TempDir()
	w := walk(t, dir)
	what, when := w.in("fraktraten", "the freight rate"), w.example("callback.when.hint")
	w.picture("situation-4-welcome") // the window has the keyboard
	w.callIn("ringing", 30*time.Second)
	w.answers()
	w.key(w.situation("refusal"))
	w.is("he is refused", 1, laid("refusal"))
	w.picture("situation-4-refusal")
	w.key("Return")
	w.until("a callback is begun", 10*time.Second, func() bool { return len(w.callbacks()) == 1 })
	w.picture("situation-5-begun") // the caret is in it
	w.types(what)
	w.key("Tab")
	w.types(when)
	w.until("it is written", 10*time.Second, func() bool {
		b := w.callbacks()[0]
		return b["what"] == what && b["when"] == when && b["due"] != nil
	})
	w.picture("situation-5-callback")
	w.key("Return")
	w.until("it is agreed", 10*time.Second, func() bool { return w.callbacks()[0]["agreed"] != nil })
	w.kill()

	again := startProgram(t, dir, nil, "--headless")
	var b map[string]any
	again.ctl(&b, "callback", "list")
	if b["what"] != what || b["agreed"] == nil {
		t.Fatalf("after a power cut: %v", b)
	}
}

func TestWalk_WrongNumber(t *testing.T) {
	w := walk(t, t.TempDir())
	w.picture("situation-6-welcome")
	w.callIn("ringing", 30*time.Second)
	w.answers()
	w.key(w.situation("wrongnumber"))
	w.is("the phrase is there", 1, laid("wrongnumber"))
	w.picture("situation-6-phrase") // and painted
	w.key("Return")
	w.is("it is marked", 1, func(c onCall) bool { return c.Wrong })
	w.picture("situation-7-wrong-number")
}

// redirects puts a caller through to somebody, from the situation on, by keys alone.
func (w *walker) redirects(caller, name, number string) {
	w.t.Helper()
	w.key("Return")
	w.picture("situation-8-who-knows") // the caret is in the field
	w.types(name)
	w.picture("situation-8-found")
	w.key("Return")
	w.until("he is named to the caller", 20*time.Second, func() bool {
		said := w.tells("script", "situation", "redirect")
		return strings.Contains(said, name) && strings.Contains(said, softphone.GroupNumber(number))
	})
	if c := w.one(caller); c.State != "talking" {
		w.t.Fatalf("he waits before he was asked: %+v", c)
	}
	w.picture("situation-8-named")
	w.key("Return")
	w.until("the caller waits", 20*time.Second, func() bool { return w.one(caller).State == "held" })
	w.picture("situation-8-whom") // the number stands there, and is painted
	w.key("F6")
	w.until("the colleague answers", 30*time.Second, func() bool {
		c, ok := w.consulted(caller)
		return ok && c.State == "talking"
	})
	w.picture("situation-8-briefing")
	w.key("F6")
}

// A caller is put through twice in a day; the third time the desk warns. The first time all by keys: who knows more is found,
// and named in full to the caller before he waits.
func TestWalk_RedirectedTwice(t *testing.T) {
	w := walk(t, t.TempDir())
	w.callIn("ringing", 30*time.Second)
	_, name, number := w.director()
	for n := 1; n <= 2; n++ {
		w.answers()
		w.key("Escape", w.situation("redirect"))
		w.is("he is asked", 1, laid("redirect"))
		caller := w.calls()
		id := caller[len(caller)-1].ID
		if n == 1 {
			w.redirects(id, name, number)
		} else {
			var asked struct{ ID string }
			w.ctl(&asked, "consult", w.caller(2).Number)
			w.until("the colleague answers", 30*time.Second, func() bool { return w.one(asked.ID).State == "talking" })
			w.ctl(nil, "connect")
		}
		w.until("he is put through", 30*time.Second, func() bool { return w.one(id).Redirects == n })
		w.ctl(nil, "practice", w.caller(1).ID)
		w.is("he rings again", 1, func(c onCall) bool { return c.State == "ringing" && c.Redirects == n })
	}
	w.answers()
	w.picture("situation-8-redirected-twice")
}
