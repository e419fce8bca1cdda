package ui

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"testing"
	"time"

	"anteroom/softphone"
	"anteroom/ui/kit"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/test"
	"fyne.io/fyne/v2/widget"
)

// textsIn gives every text that stands under an object, in order.
func textsIn(o fyne.CanvasObject) (out []string) {
	switch o := o.(type) {
	case *canvas.Text:
		return []string{o.Text}
	case *fyne.Container:
		for _, c := range o.Objects {
			if c.Visible() {
				out = append(out, textsIn(c)...)
			}
		}
	case *kit.Ell:
		return []string{o.Text()}
	case *kit.Entry:
		return []string{o.Text}
	case *widget.Label:
		return []string{o.Text}
	case fyne.Widget:
		for _, c := range test.WidgetRenderer(o).Objects() {
			if c.Visible() {
				out = append(out, textsIn(c)...)
			}
		}
	}
	return out
}

// shelf is a message log and a journal with as much in it as the test wants.
type shelf struct {
	messages []softphone.Message
	calls    []softphone.Call
	err      error
	asked    int
}

func (s *shelf) Messages(_ context.Context, before time.Time, limit int) ([]softphone.Message, error) {
	s.asked++
	var out []softphone.Message
	for _, m := range s.messages {
		if (before.IsZero() || m.Changed.Before(before)) && len(out) < limit {
			out = append(out, m)
		}
	}
	return out, s.err
}

func (s *shelf) Message(context.Context, softphone.MessageID) (softphone.Message, error) {
	return softphone.Message{}, softphone.Reason{Code: softphone.NoSuchMessage}
}

func (s *shelf) Calls(_ context.Context, before time.Time, limit int) ([]softphone.Call, error) {
	s.asked++
	var out []softphone.Call
	for _, c := range s.calls {
		if (before.IsZero() || c.Started.Before(before)) && len(out) < limit {
			out = append(out, c)
		}
	}
	return out, s.err
}

func (s *shelf) JournalCall(context.Context, softphone.CallID) (softphone.Call, error) {
	return softphone.Call{}, softphone.Reason{Code: softphone.NoSuchCall}
}

func takenMessages(n int) (all []softphone.Message) {
	for i := range n {
		all = append(all, softphone.Message{ID: softphone.MessageID(fmt.Sprint("m", i)), State: softphone.New, Surname: fmt.Sprint("Østby ", i),
			Verbatim: foreign, Taken: at, Changed: at.Add(-time.Duration(i) * time.Minute)})
	}
	return all
}

func newLog(t *testing.T, lang string, d *stepDesk, s *shelf) (*screen, *messagesPage) {
	scr := newScreen(t, lang, d)
	scr.messages, scr.journal = s, s
	p := newMessagesPage(scr.Window)
	scr.show(p.object(), 1200, 660)
	p.shown()
	scr.settled()
	p.paint(scr.state, at)
	return scr, p
}

func TestMessages_ComeInPagesAndTheOlderOnesWhenScrolledTo(t *testing.T) {
	shelf := &shelf{messages: takenMessages(150)}
	s, p := newLog(t, "nb", newStepDesk(opened()), shelf)
	if len(p.book.items) != pageSize || !p.book.more {
		t.Fatalf("%d at first", len(p.book.items))
	}
	for range 5 {
		p.list.ScrollToBottom()
		s.settled()
	}
	if len(p.book.items) != 150 || p.book.more {
		t.Fatalf("%d after scrolling, more %v", len(p.book.items), p.book.more)
	}
	seen := map[softphone.MessageID]bool{}
	for _, m := range p.book.items {
		if seen[m.ID] {
			t.Fatalf("%s stands twice", m.ID)
		}
		seen[m.ID] = true
	}
}

func TestMessages_ANewOneComesOnTopWhenItIsSaved(t *testing.T) {
	shelf := &shelf{messages: takenMessages(100)}
	s, p := newLog(t, "nb", newStepDesk(opened()), shelf)
	p.list.ScrollToBottom()
	s.settled()
	fresh := softphone.Message{ID: "fresh", State: softphone.New, Surname: "Hagen", Taken: at, Changed: at.Add(time.Minute)}
	shelf.messages = append([]softphone.Message{fresh}, shelf.messages...)
	p.saved(softphone.SavedCall)
	p.saved(softphone.SavedMessage)
	s.settled()
	if p.book.items[0].ID != "fresh" || len(p.book.items) != 101 {
		t.Fatalf("%s first of %d", p.book.items[0].ID, len(p.book.items))
	}
}

func TestMessages_TheDetailQuotesTheWordsUnaltered(t *testing.T) {
	s, p := newLog(t, "nb", newStepDesk(opened()), &shelf{messages: takenMessages(3)})
	p.list.Select(1)
	s.settled()
	if p.shows.Verbatim != foreign || !strings.Contains(strings.Join(textsIn(p.detail.Container), "|"), foreign) {
		t.Fatalf("%q", textsIn(p.detail.Container))
	}
}

func TestMessages_ArrowsChooseFromTheOpenedPageOnAndStayWithTheirMessage(t *testing.T) {
	shelf := &shelf{messages: takenMessages(3)}
	s, p := newLog(t, "nb", newStepDesk(opened()), shelf)
	press := func(k fyne.KeyName) { s.canvas().Focused().TypedKey(&fyne.KeyEvent{Name: k}) }
	press(fyne.KeyDown) // past the heading
	press(fyne.KeyDown)
	if p.chosen != "m1" {
		t.Fatalf("two down is %q", p.chosen)
	}
	shelf.messages = append([]softphone.Message{{ID: "fresh", State: softphone.New, Taken: at, Changed: at.Add(time.Minute)}}, shelf.messages...)
	p.saved(softphone.SavedMessage)
	s.settled()
	if p.chosen != "m1" {
		t.Fatalf("a new message on top made it %q", p.chosen)
	}
	press(fyne.KeyUp)
	if p.chosen != "m0" {
		t.Fatalf("one up is %q", p.chosen)
	}
}

func TestMessages_DraftsStandOnTopAndOpenAtTheDesk(t *testing.T) {
	d := newStepDesk(opened(softphone.Message{ID: "old", State: softphone.Draft, Surname: "Moen", Taken: at, Changed: at}))
	_, p := newLog(t, "en", d, &shelf{messages: takenMessages(1)})
	if p.rows[0].Heading != "Drafts" || p.rows[1].ID != "old" || p.rows[1].Word != "Left over" {
		t.Fatalf("%+v", p.rows[:2])
	}
	p.list.Select(1)
	if !strings.Contains(strings.Join(textsIn(p.detail.Container), "|"), "Open at the desk") {
		t.Errorf("%q", textsIn(p.detail.Container))
	}
}

func TestMessages_AFailureIsToldAndTriedAgain(t *testing.T) {
	shelf := &shelf{err: errors.New("disk gone")}
	s, p := newLog(t, "nb", newStepDesk(opened()), shelf)
	if !strings.Contains(strings.Join(textsIn(p.empty.Container), "|"), "Prøv") {
		t.Fatalf("%q", textsIn(p.empty.Container))
	}
	shelf.err, shelf.messages = nil, takenMessages(2)
	p.book.refresh()
	s.settled()
	if len(p.book.items) != 2 || p.empty.Visible() {
		t.Fatalf("%d, %q", len(p.book.items), textsIn(p.empty.Container))
	}
}

func TestJournal_ListsCallsInPagesWithTheirEnd(t *testing.T) {
	shelf := &shelf{}
	for i := range 80 {
		c := softphone.Call{ID: softphone.CallID(fmt.Sprint(i)), Direction: softphone.In, State: softphone.Ended, Started: at.Add(-time.Duration(i) * time.Hour),
			Peer: softphone.Peer{Number: "22413077"}, EndedBy: softphone.EndedByPeer}
		c.Answered, c.Ended, c.AnsweredOnRing = c.Started.Add(6*time.Second), c.Started.Add(time.Minute), 2
		c.Unfinished = i == 2
		shelf.calls = append(shelf.calls, c)
	}
	s := newScreen(t, "nb", newStepDesk(opened()))
	s.messages, s.journal = shelf, shelf
	p := newJournalPage(s.Window)
	s.show(p.object(), 1200, 660)
	p.shown()
	s.settled()
	if len(p.book.items) != pageSize {
		t.Fatalf("%d at first", len(p.book.items))
	}
	p.list.ScrollToBottom()
	s.settled()
	if len(p.book.items) != 80 {
		t.Fatalf("%d after scrolling", len(p.book.items))
	}
	p.list.Select(3)
	if got := strings.Join(textsIn(p.detail.Container), "|"); !strings.Contains(got, "Uferdig") {
		t.Errorf("%s", got)
	}
	before := shelf.asked
	p.saved(softphone.SavedCall)
	s.settled()
	if shelf.asked != before+1 {
		t.Error("a saved call does not refresh the journal")
	}
}

func TestPages_FitTheSmallestWindowInBothLanguages(t *testing.T) {
	for _, lang := range []string{"nb", "en"} {
		s := newScreen(t, lang, newStepDesk(opened()))
		s.messages, s.journal = &shelf{}, &shelf{}
		for name, p := range map[string]page{"messages": newMessagesPage(s.Window), "journal": newJournalPage(s.Window), "policy": newPolicyPage(s.Window), "settings": newSettingsPage(s.Window)} {
			s.show(p.object(), 1200, 640)
			if m := p.object().MinSize(); m.Width > 1200 || m.Height > 640 {
				t.Errorf("%s: %s needs %v of 1200×640", lang, name, m)
			}
		}
	}
}

func TestJournal_RecordingsStandWithTheirCallAndAreDeletedAfterAsking(t *testing.T) {
	c := softphone.Call{ID: "c", State: softphone.Ended, Started: at, Answered: at, Ended: at.Add(time.Minute), Recordings: []softphone.Recording{
		{File: "2026-11/x.wav", Start: at, End: at.Add(50 * time.Second), Marks: []time.Duration{7 * time.Second}}}}
	scr := newScreen(t, "nb", newStepDesk(opened()))
	books := &shelf{calls: []softphone.Call{c}}
	scr.messages, scr.journal = books, books
	p := newJournalPage(scr.Window)
	scr.show(p.object(), 1200, 660)
	p.shown()
	scr.settled()
	p.list.Select(1)
	said := strings.Join(textsIn(p.detail.Container), "|")
	for _, want := range []string{"00:50", "merket ved 00:07", "2026-11/x.wav", "Spill av", "Slett opptakene"} {
		if !strings.Contains(said, want) {
			t.Errorf("%q is missing in %q", want, said)
		}
	}
	p.deleteRecordings("c")
	if scr.canvas().Overlays().Top() == nil {
		t.Fatal("deleted without asking")
	}
}
