package softphone

import (
	"testing"
	"time"
)

var (
	ragnhild = Contact{ID: "r", Surname: "Østby", FirstName: "Ragnhild", Position: "Styreleder", Organisation: "Østby Invest", Groups: []string{"Styret"}, Emails: []string{"r@example.org"}}
	sindre   = Contact{ID: "s", Surname: "Østby", FirstName: "Sindre", Organisation: "Østby Invest"}
)

func looksUp(t *testing.T, out []Effect) KnowCaller {
	t.Helper()
	for _, e := range out {
		if k, ok := e.(KnowCaller); ok {
			return k
		}
	}
	t.Fatalf("nobody is looked up: %v", out)
	return KnowCaller{}
}

// rung is a desk with one ringing call of a number.
func rung(t *testing.T, number string) (State, []Effect) {
	t.Helper()
	s, _ := Step(State{}, DeskOpened{At: At{t0}, Snapshot: Snapshot{Accounts: []Account{{ID: "l", Address: "example.org"}}}})
	return Step(s, CallArrived{At: At{t0}, Call: "c", Line: "l", Peer: Peer{Number: number}})
}

var t0 = time.Date(2026, 11, 24, 9, 0, 0, 0, time.UTC)

func TestStep_ACallerTheDirectoryKnowsIsFilledIn(t *testing.T) {
	s, out := rung(t, "+4722413077")
	if k := looksUp(t, out); k.Number != "+4722413077" || k.Call != "c" || !k.Before.Equal(t0) {
		t.Errorf("%+v", k)
	}
	last := t0.Add(-24 * time.Hour)
	known := KnownCaller{Hits: []Contact{ragnhild, sindre}, Earlier: 12, Last: last}
	s, _ = Step(s, CallerKnown{At: At{t0}, Call: "c", Number: "+4722413077", Known: known})
	c, _ := s.Call("c")
	m, _ := s.Draft(c.Draft)
	if c.Contact != "r" || len(c.Groups) != 1 || c.Caller.Surname != "Østby" || c.Caller.Position != "Styreleder" || c.Earlier != 12 || !c.EarlierLast.Equal(last) {
		t.Errorf("call %+v", c)
	}
	if m.FirstName != "Ragnhild" || m.Email != "r@example.org" || !s.Blank(m) {
		t.Errorf("draft %+v, blank %v", m, s.Blank(m))
	}
	s, _ = Step(s, CallerChosen{Press: Press{At: At{t0}, Call: "c"}, Contact: sindre})
	c, _ = s.Call("c")
	m, _ = s.Draft(c.Draft)
	if c.Contact != "s" || c.Groups != nil || c.Caller.FirstName != "Sindre" || c.Caller.Position != "" || m.FirstName != "Sindre" || m.Email != "" {
		t.Errorf("the other one: %+v, %+v", c, m)
	}
	s, _ = Step(s, CallerKnown{At: At{t0}, Call: "c", Number: "+4722413077", Known: known}) // the directory was changed
	if c, _ = s.Call("c"); c.Contact != "s" {
		t.Errorf("her choice was lost: %+v", c)
	}
	s, _ = Step(s, DraftEdited{Press: Press{At: At{t0}}, Draft: m})
	if s.Blank(m) {
		t.Error("a draft with a key typed in it counts as blank")
	}
}

func TestStep_WhatWasNotedOfACallerStays(t *testing.T) {
	s, _ := rung(t, "22413077")
	s, _ = Step(s, CallerNoted{Press: Press{At: At{t0}, Call: "c"}, Caller: CallerFields{Surname: "Berg", Number: "22413077"}})
	s, _ = Step(s, CallerKnown{At: At{t0}, Call: "c", Number: "22413077", Known: KnownCaller{Hits: []Contact{ragnhild}}})
	if c, _ := s.Call("c"); c.Caller.Surname != "Berg" || c.Caller.FirstName != "" || c.Caller.Organisation != "Østby Invest" || c.Contact != "r" {
		t.Errorf("%+v", c.Caller)
	}
}

func TestStep_LateAndForeignAnswersAboutCallersAreHarmless(t *testing.T) {
	s, _ := rung(t, "22413077")
	for _, e := range []CallerKnown{
		{At: At{t0}, Call: "c", Number: "another", Known: KnownCaller{Hits: []Contact{ragnhild}}},
		{At: At{t0}, Call: "gone", Number: "22413077", Known: KnownCaller{Hits: []Contact{ragnhild}}},
		{At: At{t0}, Call: "c", Number: "22413077"},
	} {
		s, _ = Step(s, e)
		if c, _ := s.Call("c"); c.Contact != "" || c.Caller.Surname != "" {
			t.Errorf("%+v", c)
		}
	}
}

func TestStep_AContactThatWasRemovedIsNobodyAnyMore(t *testing.T) {
	s, _ := rung(t, "22413077")
	s, _ = Step(s, CallerKnown{At: At{t0}, Call: "c", Number: "22413077", Known: KnownCaller{Hits: []Contact{ragnhild}}})
	s, out := Step(s, Saved{At: At{t0}, What: SavedContacts})
	looksUp(t, out)
	s, _ = Step(s, CallerKnown{At: At{t0}, Call: "c", Number: "22413077"})
	if c, _ := s.Call("c"); c.Contact != "" || c.Groups != nil {
		t.Errorf("%+v", c)
	}
}

func TestStep_AWithheldNumberIsNotLookedUp(t *testing.T) {
	_, out := rung(t, "anonymous")
	for _, e := range out {
		if k, ok := e.(KnowCaller); ok {
			t.Errorf("%+v", k)
		}
	}
}

func TestStep_ATalkIsNotedWithTheContact(t *testing.T) {
	s, _ := rung(t, "22413077")
	s, _ = Step(s, CallerKnown{At: At{t0}, Call: "c", Number: "22413077", Known: KnownCaller{Hits: []Contact{ragnhild}}})
	s, _ = Step(s, AnswerPressed{Press: Press{At: At{t0}, Call: "c"}})
	s, _ = Step(s, VoiceOpened{At: At{t0}, Call: "c"})
	_, out := Step(s, CallHungUp{At: At{t0.Add(time.Minute)}, Call: "c", By: EndedByPeer})
	for _, e := range out {
		if n, ok := e.(NoteContact); ok && n.Contact == "r" && n.At.Equal(t0.Add(time.Minute)) {
			return
		}
	}
	t.Errorf("not noted: %v", out)
}
