package store

import (
	"testing"
	"time"

	"anteroom/softphone"
)

func TestCallback_ComesBackWithEveryFieldUntilItIsDone(t *testing.T) {
	dir := t.TempDir()
	s := open(t, dir)
	first, second := fill(new(softphone.Callback)), fill(new(softphone.Callback))
	first.Done = time.Time{}
	second.ID, second.Begun, second.Done = "second", first.Begun.Add(time.Minute), time.Time{}
	must(t, s.SaveCallback(t.Context(), second))
	must(t, s.SaveCallback(t.Context(), first))
	must(t, s.Close())
	s = open(t, dir)
	same(t, []softphone.Callback{first, second}, load(t, s).Callbacks)

	first.Done = first.Begun.Add(time.Hour)
	must(t, s.SaveCallback(t.Context(), first))
	same(t, []softphone.Callback{second}, load(t, s).Callbacks)
	all, err := s.Callbacks(t.Context(), time.Time{}, 10)
	must(t, err)
	same(t, []softphone.Callback{second, first}, all)
	must(t, s.DropCallback(t.Context(), "second"))
	must(t, s.DropCallback(t.Context(), "second"))
	if left := load(t, s).Callbacks; len(left) != 0 {
		t.Errorf("left: %+v", left)
	}
}

func TestRedirects_AreCountedByTheNumberOfTheDayHoweverItIsWritten(t *testing.T) {
	s := open(t, t.TempDir())
	noon := time.Date(2026, 11, 24, 12, 0, 0, 0, time.FixedZone("", 3600))
	midnight := noon.Add(-12 * time.Hour)
	for id, c := range map[softphone.CallID]softphone.Call{
		"same":      {Peer: softphone.Peer{Number: "22 41 30 77"}, Started: noon, Redirects: 1},
		"abroad":    {Peer: softphone.Peer{Number: "+4722413077"}, Started: midnight, Redirects: 2},
		"noted":     {Caller: softphone.CallerFields{Number: "22413077"}, Started: noon, Redirects: 4},
		"other":     {Peer: softphone.Peer{Number: "22413078"}, Started: noon, Redirects: 8},
		"yesterday": {Peer: softphone.Peer{Number: "22413077"}, Started: midnight.Add(-time.Second), Redirects: 16},
		"this":      {Peer: softphone.Peer{Number: "22413077"}, Started: noon, Redirects: 32},
	} {
		c.ID = id
		must(t, s.SaveCall(t.Context(), c))
	}
	n, err := s.CountRedirects(t.Context(), "22413077", midnight, "this")
	must(t, err)
	if n != 7 {
		t.Errorf("counted %d, want 7", n)
	}
	if n, err := s.CountRedirects(t.Context(), "", midnight, "this"); n != 0 || err != nil {
		t.Errorf("a withheld number: %d, %v", n, err)
	}
}

func TestErasure_TakesThePersonsCallbacks(t *testing.T) {
	s := open(t, t.TempDir())
	call := softphone.Call{ID: "c", Peer: softphone.Peer{Number: "22413077"}, Started: time.Now(), Ended: time.Now()}
	must(t, s.SaveCall(t.Context(), call))
	for _, b := range []softphone.Callback{
		{ID: "of the call", Call: "c", Kind: softphone.Task, What: "x"},
		{ID: "of the number", Kind: softphone.RingBack, Number: "+47 22 41 30 77"},
		{ID: "other", Kind: softphone.RingBack, Number: "22413078"},
	} {
		must(t, s.SaveCallback(t.Context(), b))
	}
	p := softphone.Person{Number: "22413077"}
	found, err := s.FindPerson(t.Context(), p)
	must(t, err)
	if found.Callbacks != 2 || found.None() {
		t.Errorf("found %+v", found)
	}
	_, err = s.ErasePerson(t.Context(), p, "")
	must(t, err)
	left := load(t, s).Callbacks
	if len(left) != 1 || left[0].ID != "other" {
		t.Errorf("left: %+v", left)
	}
}
