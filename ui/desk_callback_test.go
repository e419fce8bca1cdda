package ui

import (
	"strings"
	"testing"
	"time"

	"anteroom/softphone"
	"anteroom/ui/kit"
)

func TestCallback_IsWrittenAfterARefusalAndStandsOnTheDesk(t *testing.T) {
	h := newWhole(t, "nb", answered("a", "22413077")...)
	h.strike("A") // a refusal
	if !strings.Contains(h.reads(), "Etter et nei: hva blir gjort, og når?") {
		t.Fatalf("nothing is owed: %s", h.reads())
	}
	h.strike("Return")
	h.focus("callback")
	h.pass(0)
	p := h.deskPage().callbacks
	p.what.SetText("fraktprisen")
	p.when.SetText("23:45")
	h.pass(0)
	if !strings.Contains(h.reads(), "Det blir 23:45.") {
		t.Errorf("%s", h.reads())
	}
	p.agree()
	h.pass(0)
	b := h.desk.State().OpenCallbacks()
	if len(b) != 1 || b[0].What != "fraktprisen" || b[0].Agreed.IsZero() || b[0].Number != "22413077" {
		t.Fatalf("%+v", b)
	}
	if s := h.desk.State(); s.OwesNextStep(s.Calls[0]) {
		t.Error("still owed")
	}
	h.tellAll(softphone.CallHungUp{At: now0, Call: "a", By: softphone.EndedByPeer})
	if r := h.reads(); !strings.Contains(r, "Ringe tilbake og oppgaver") || !strings.Contains(r, "fraktprisen") {
		t.Errorf("the list is missing: %s", r)
	}
	p.close(b[0].ID, false)
	h.pass(0)
	if len(h.desk.State().OpenCallbacks()) != 0 || !strings.Contains(h.reads(), "Angre") {
		t.Errorf("%s", h.reads())
	}
}

func TestTask_IsBegunByAKeyOfItsOwnDuringACallAndWithout(t *testing.T) {
	for name, events := range map[string][]softphone.Event{"a call": join(answered("a", "22413077")), "none": {lineUp}} {
		h := newWhole(t, "nb", events...)
		h.strike("Ctrl+Shift+L")
		h.pass(0)
		if all := h.desk.State().OpenCallbacks(); len(all) != 1 || all[0].Kind != softphone.Task {
			t.Errorf("%s: %+v", name, all)
		}
	}
}

func TestPromise_HasItsClockOnTheCardOfWhoWaits(t *testing.T) {
	h := newWhole(t, "en", answered("a", "22413077")...)
	h.strike("U")
	h.strike("2")
	if r := h.reads(); !strings.Contains(r, "two minutes") {
		t.Fatalf("%s", r)
	}
	h.tellAll(softphone.HoldPressed{Press: softphone.Press{At: now0, Call: "a"}}, softphone.HoldConfirmed{At: now0, Call: "a"})
	c, _ := h.desk.State().Call("a")
	cards := presentCalls(h.desk.State(), c.Promises[0].Made.Add(30*time.Second), exactly(t, "en"))
	if got := cards.Ticks["a"]; got.Promise != "Answer promised in 01:30" || got.PromiseLate {
		t.Errorf("%+v", got)
	}
	cards = presentCalls(h.desk.State(), c.Promises[0].Due.Add(5*time.Second), exactly(t, "en"))
	if got := cards.Ticks["a"]; got.Promise != "Answer promised, 00:05 late" || !got.PromiseLate {
		t.Errorf("%+v", got)
	}
	if words, _ := advice(h.desk.State(), c, c.Promises[0].Due, exactly(t, "en")); words != "The promised time is over. Offer to ring back." {
		t.Errorf("%q", words)
	}
}

func TestRedirects_WarnFromTheSecond(t *testing.T) {
	h := newWhole(t, "en", answered("a", "22413077")...)
	c, _ := h.desk.State().Call("a")
	for n, want := range map[int]string{0: "", 1: "", 2: "Put through 2 times today.", 3: "Put through 3 times today."} {
		c.RedirectsBefore, c.Redirects = n/2, n-n/2
		words, _ := advice(h.desk.State(), c, c.Answered, exactly(t, "en"))
		if want == "" && words != "" || !strings.HasPrefix(words, want) {
			t.Errorf("%d: %q", n, words)
		}
	}
}

func TestSituations_AreFoundByAWordAndLaidWithEnter(t *testing.T) {
	h := newWhole(t, "en", answered("a", "22413077")...)
	h.strike("Ctrl+S")
	p := h.deskPage().script
	if p.search == nil || h.canvas().Focused() != p.search {
		t.Fatal("the search is not open")
	}
	for _, r := range "upset" {
		h.canvas().Focused().(*kit.Entry).TypedRune(r)
	}
	h.pass(0)
	fit, _ := p.fitting(p.shown)
	if len(fit) == 0 || fit[0].ID != "defuse" {
		t.Fatalf("%+v", fit)
	}
	p.takeFound()
	h.pass(0)
	if lastTold[softphone.SituationPressed](t, h.desk).Situation != "defuse" {
		t.Error("not laid")
	}
	if p.search != nil {
		t.Error("the search stays open")
	}
}

func TestOtherLine_IsAnsweredFromTheNoteOfWhereTheFirstStopped(t *testing.T) {
	h := newWhole(t, "en", join(answered("a", "22413077"), []softphone.Event{arrives("b", "91500123"), selects("a")})...)
	h.strike("L")
	h.focus("stopped_at")
	p := h.deskPage().script
	p.stopped.SetText("the price")
	p.stopped.OnSubmitted("")
	h.pass(0)
	if lastTold[softphone.SituationActed](t, h.desk).Ask == 0 {
		t.Error("Enter did not answer the other one")
	}
	if c, _ := h.desk.State().Call("b"); c.Changing != softphone.Talking {
		t.Errorf("%+v", c.Changing)
	}
}
