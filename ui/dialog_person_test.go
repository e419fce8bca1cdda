package ui

import (
	"context"
	"errors"
	"slices"
	"strings"
	"testing"
	"time"

	"anteroom/softphone"
	"anteroom/ui/kit"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/test"
)

// register is a book of persons that holds traces for one.
type register struct {
	who    softphone.Person
	traces softphone.Traces
	err    error
	asked  int
}

func (r *register) FindPerson(_ context.Context, p softphone.Person) (softphone.Traces, error) {
	r.asked++
	if r.err != nil || p != r.who {
		return softphone.Traces{}, r.err
	}
	return r.traces, nil
}
func (r *register) Erasures(context.Context, int) ([]softphone.Erasure, error) { return nil, nil }

// ragnhild is meant by her number alone: others may have her name.
var ragnhild = softphone.Person{Number: "22413077"}

// forgetting opens the dialog for a call of the journal.
func forgetting(t *testing.T, r *register) *whole {
	t.Helper()
	h := newWhole(t, "nb")
	h.people = r
	h.journal = &shelf{calls: []softphone.Call{{ID: "c", State: softphone.Ended, Started: at, Ended: at,
		Peer: softphone.Peer{Number: "22413077"}, Caller: softphone.CallerFields{FirstName: "Ragnhild", Surname: "Østby"}}}}
	h.open(pageJournal)
	h.pass(0)
	h.pages[pageJournal].(*journalPage).choose(1) // under the heading of its day
	h.Window.run("forget")
	h.pass(0)
	return h
}

func overlay(h *whole) string { return strings.Join(textsIn(h.canvas().Overlays().Top()), " | ") }

func press(t *testing.T, h *whole, words string) {
	t.Helper()
	b := buttonNamed(h.canvas().Overlays().Top(), words)
	if b == nil {
		t.Fatalf("no button %q in %s", words, overlay(h))
	}
	test.Tap(b)
	h.pass(0)
}

// buttonNamed finds a button by its words.
func buttonNamed(o fyne.CanvasObject, words string) *kit.Tap {
	switch o := o.(type) {
	case *kit.Tap:
		for _, s := range textsIn(o) {
			if s == words {
				return o
			}
		}
	case *fyne.Container:
		for _, c := range o.Objects {
			if b := buttonNamed(c, words); b != nil {
				return b
			}
		}
	case fyne.Widget:
		for _, c := range test.WidgetRenderer(o).Objects() {
			if b := buttonNamed(c, words); b != nil {
				return b
			}
		}
	}
	return nil
}

func TestForget_ShowsWhatWillGoAsksOnceMoreAndOnlyThenDeletes(t *testing.T) {
	r := &register{who: ragnhild, traces: softphone.Traces{Calls: 3, Recordings: 1, Messages: 2, Drafts: 1, Live: 1,
		Names: []string{"Ragnhild Østby"}, Numbers: []string{"+4722413077"}, First: at.AddDate(0, -1, 0), Last: at, Copies: []string{"anteroom-before-6.db"}}}
	h := forgetting(t, r)
	shown := overlay(h)
	for _, want := range []string{"3 samtaler, 1 opptak, 2 meldinger, 1 kladd", "Ragnhild Østby", "Én samtale pågår", "anteroom-before-6.db"} {
		if !strings.Contains(shown, want) {
			t.Errorf("%q is not shown: %s", want, shown)
		}
	}
	press(t, h, "Slett …")
	h.strike("Return") // the safe answer
	deleted := func(e softphone.Event) bool { _, ok := e.(softphone.ErasurePressed); return ok }
	if slices.ContainsFunc(h.desk.events(), deleted) || !strings.Contains(overlay(h), "3 samtaler") {
		t.Fatal("deleted by Enter, or the dialog is gone")
	}
	press(t, h, "Slett …")
	press(t, h, "Slett") // the last yes asks nothing more
	if got := lastTold[softphone.ErasurePressed](t, h.desk); got.Person != ragnhild || got.Outside {
		t.Fatalf("%+v", got)
	}
}

func TestForget_FitsOnASmallScreenHoweverMuchThereIs(t *testing.T) {
	tr := softphone.Traces{Calls: 900, Recordings: 40, Messages: 60, Drafts: 8, Live: 2, Mentions: 3, First: at.AddDate(-1, 0, 0), Last: at}
	for i := range 40 {
		tr.Names = append(tr.Names, "Ragnhild Konstanse Østby "+count(i))
		tr.Numbers = append(tr.Numbers, "+47224130"+count(10+i))
		tr.Copies = append(tr.Copies, "anteroom-damaged-20261124-1204"+count(10+i)+".db-wal")
	}
	h := forgetting(t, &register{who: ragnhild, traces: tr})
	if shown := strings.ReplaceAll(overlay(h), " | ", " "); strings.Count(shown, "og 28 til") != 3 || strings.Contains(shown, "Østby 12") || !strings.Contains(shown, "Østby 11") ||
		!strings.Contains(shown, "nummeret i 3 andre samtaler") {
		t.Error(shown)
	}
	if size := h.canvas().Overlays().Top().MinSize(); size.Height > 720 || size.Width > 1280 {
		t.Errorf("the dialog takes %v", size)
	}
}

func TestForget_NothingIsDeletedThatWasNotShown(t *testing.T) {
	h := forgetting(t, &register{who: ragnhild, traces: softphone.Traces{Calls: 1}})
	h.canvas().Focused().TypedRune('X') // another name now
	if b := buttonNamed(h.canvas().Overlays().Top(), "Slett …"); !b.Disabled() || strings.Contains(overlay(h), "1 samtale") {
		t.Error("the preview of another person stands")
	}
	h.strike("Return")
	if shown := overlay(h); !strings.Contains(shown, "ikke lagret noe") || !buttonNamed(h.canvas().Overlays().Top(), "Slett …").Disabled() {
		t.Error(shown)
	}
}

func TestForget_ATroubledStoreIsToldAndAskedAgain(t *testing.T) {
	r := &register{who: ragnhild, err: errors.New("disk gone")}
	h := forgetting(t, r)
	if !strings.Contains(overlay(h), "disk gone") {
		t.Error(overlay(h))
	}
	before := r.asked
	h.strike("Return")
	if r.asked != before+1 {
		t.Error("Enter does not try again")
	}
}

func TestForget_RowsThatAreGoneLeaveTheJournal(t *testing.T) {
	h := newWhole(t, "nb")
	var calls []softphone.Call
	for i := range 2 * pageSize {
		calls = append(calls, softphone.Call{ID: softphone.CallID("c" + count(i)), State: softphone.Ended, Started: at.Add(-time.Duration(i) * time.Minute)})
	}
	s := &shelf{calls: calls}
	h.journal = s
	h.open(pageJournal)
	h.pass(0)
	p := h.pages[pageJournal].(*journalPage)
	p.book.next()
	h.pass(0)
	if len(p.book.items) != len(calls) {
		t.Fatalf("%d rows", len(p.book.items))
	}
	s.calls = calls[:pageSize]
	h.bridge.news(h.state, softphone.PersonErased{})
	h.pass(0)
	if n := len(p.book.items); n != pageSize {
		t.Errorf("%d rows, want %d", n, pageSize)
	}
}
