package main

import (
	"encoding/json"
	"testing"
	"time"

	"anteroom/softphone"
)

// tied is a call and what it has to do with others.
type tied struct {
	ID, State, Transfer string
	ConsultFor          string `json:"consult_for"`
	Redirects           int    `json:"redirects_today"`
	AgainstSheet        string `json:"against_sheet"`
}

func (w *walker) tied() []tied {
	w.t.Helper()
	var s struct{ Calls []tied }
	w.ctl(&s, "status")
	return s.Calls
}

// consulted is the call that was made for another one's sake.
func (w *walker) consulted(forCall string) (tied, bool) {
	w.t.Helper()
	for _, c := range w.tied() {
		if c.ConsultFor == forCall {
			return c, true
		}
	}
	return tied{}, false
}

// asksFor notes on the form whom the newest caller wants.
func (w *walker) asksFor(name string) {
	w.t.Helper()
	w.key("F8")
	w.types(name)
	w.until("the form says whom he wants", 10*time.Second, func() bool {
		for _, m := range w.messages() {
			if m.For == name {
				return true
			}
		}
		return false
	})
	w.key("Escape")
}

// sheet is what a principal's sheet says of somebody, and how its rules are at odds.
func (w *walker) sheet(principal, caller string) (outcome softphone.Outcome, question int, odds []softphone.ConflictKind) {
	w.t.Helper()
	var said struct {
		Outcome  softphone.Outcome
		Question int
	}
	w.ctl(&said, "policy", "verdict", principal, "--name", caller)
	var shown struct {
		Conflicts []struct{ Kind softphone.ConflictKind }
	}
	if err := json.Unmarshal([]byte(w.tells("policy", "show", principal)), &shown); err != nil {
		w.t.Fatal(err)
	}
	for _, c := range shown.Conflicts {
		odds = append(odds, c.Kind)
	}
	return said.Outcome, said.Question, odds
}

// The chair rings for the director, who always takes her calls: he is rung, told who it is, and gets her.
func TestWalk_TheDirectorsCallIsAnnounced(t *testing.T) {
	w := walk(t, t.TempDir())
	id, name, number := w.director()
	chair := w.caller(1)
	if outcome, question, _ := w.sheet(id, chair.Facts.Given+" "+chair.Facts.Surname); outcome != softphone.Connect || question != softphone.AskAlways {
		t.Fatalf("%s, question %d", outcome, question)
	}
	w.callIn("ringing", 30*time.Second)
	w.picture("director-1-ringing")
	first := w.answers()
	w.asksFor(name)
	w.picture("director-2-verdict")
	w.key("F6")
	w.is("the caller waits", 1, in("held"))
	w.picture("director-3-whom") // his number stands there, and is painted
	w.key("F6")
	w.until(number+" answers", 30*time.Second, func() bool {
		c, ok := w.consulted(first.ID)
		return ok && c.State == "talking"
	})
	w.picture("director-4-told")
	w.key("F6")
	w.until("he has the caller", 30*time.Second, func() bool { return w.one(first.ID).Redirects == 1 })
	w.picture("director-5-connected")
	for _, c := range w.tied() {
		if c.AgainstSheet != "" {
			t.Errorf("against the sheet: %+v", c)
		}
	}
}

// The sheet is edited while the chair is on the line: a rule contradicts another, the desk says at once what holds now, and
// ringing him all the same takes one key more.
func TestWalk_PolicyEditedWhileSomebodyWaits(t *testing.T) {
	w := walk(t, t.TempDir())
	id, name, _ := w.director()
	facts := w.caller(1).Facts
	chair := facts.Given + " " + facts.Surname
	w.callIn("ringing", 30*time.Second)
	first := w.answers()
	w.asksFor(name)
	w.key("ctrl+5")
	w.picture("policy-1-page")
	w.key("Down", "Down", "Down", "Down", "Insert") // question 5: who is never put through
	w.types(chair)
	w.key("Return")
	w.until("two rules contradict each other", 10*time.Second, func() bool {
		outcome, question, odds := w.sheet(id, chair)
		return outcome == softphone.TakeNote && question == softphone.AskNever && len(odds) == 1 && odds[0] == softphone.Contradiction
	})
	w.picture("policy-2-contradiction")
	w.key("1") // the rule that loses goes
	w.until("nothing contradicts", 10*time.Second, func() bool {
		outcome, _, odds := w.sheet(id, chair)
		return outcome == softphone.TakeNote && len(odds) == 0
	})
	w.picture("policy-3-resolved")
	w.key("ctrl+1")
	w.picture("policy-4-verdict")
	w.key("F6")
	w.is("the caller waits", 1, in("held"))
	w.picture("policy-5-whom")
	w.key("F6")
	w.picture("policy-6-warned")
	if c, ok := w.consulted(first.ID); ok {
		t.Fatalf("rung without a warning: %+v", c)
	}
	w.key("F6")
	w.until("he is rung all the same", 20*time.Second, func() bool {
		for _, c := range w.tied() {
			if c.ID == first.ID {
				return c.AgainstSheet == string(softphone.TakeNote)
			}
		}
		return false
	})
	w.picture("policy-7-against")
}
