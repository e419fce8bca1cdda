package ui

import (
	"context"
	"slices"
	"strings"
	"testing"
	"time"

	"anteroom/softphone"
)

// sheetShelf is a FAQ sheet in memory.
type sheetShelf struct {
	all  []softphone.FAQEntry
	full bool // the disk is
}

func (s *sheetShelf) FindAnswers(_ context.Context, q softphone.FAQQuery) (out []softphone.FAQEntry, n int, _ error) {
	for _, e := range s.all {
		if strings.Contains(softphone.Fold(e.Question), softphone.Fold(q.Words)) && (q.Language == "" || q.Language == e.Language) {
			out = append(out, e)
		}
	}
	return out, len(out), nil
}

func (s *sheetShelf) FAQ(_ context.Context, id softphone.FAQID) (softphone.FAQEntry, error) {
	for _, e := range s.all {
		if e.ID == id {
			return e, nil
		}
	}
	return softphone.FAQEntry{}, softphone.Reason{Code: softphone.NoSuchAnswer}
}

func (s *sheetShelf) FAQCategories(context.Context, string) ([]string, error) {
	return []string{"Priser"}, nil
}

func (s *sheetShelf) SaveFAQ(_ context.Context, entries ...softphone.FAQEntry) error {
	if s.full {
		return softphone.Reason{Code: softphone.DiskFull}
	}
	for _, e := range entries {
		if i := slices.IndexFunc(s.all, func(x softphone.FAQEntry) bool { return x.ID == e.ID }); i >= 0 {
			s.all[i] = e
		} else {
			s.all = append(s.all, e)
		}
	}
	return nil
}

func (s *sheetShelf) RemoveFAQ(context.Context, softphone.FAQID) error { return nil }

var berth = softphone.FAQEntry{ID: "b", Language: "nb", Category: "Priser", Question: "Hva koster en kaiplass?", Answer: "En kaiplass koster {price}.",
	Prices: []softphone.Price{{Amount: 420000, Currency: "NOK"}}, Next: "Når kommer dere?"}

func TestAnswers_AreFoundAsSheTypesAndLaidOverTheScript(t *testing.T) {
	h := newWhole(t, "nb", join(answered("a", "22413077"))...)
	h.faq = &sheetShelf{all: []softphone.FAQEntry{berth, {ID: "x", Language: "nb", Question: "Hvor er kaien?", Answer: "Ved sjøen.", Next: "Kommer du i bil?"}}}
	h.strike("Shift+F1")
	d := h.deskPage()
	if !d.answers.entry.Focused() {
		t.Fatal("the caret is not in the search")
	}
	d.answers.entry.SetText("kai")
	h.pass(0)
	if got := h.reads(); !strings.Contains(got, "4 200 kroner") || !strings.Contains(got, "2 treff") || d.script.situations.Visible() {
		t.Fatalf("results: %s", got)
	}
	h.strike("Down")
	h.strike("Up")
	d.answers.entry.OnSubmitted("kai")
	h.pass(0)
	c, _ := h.desk.State().Call("a")
	if c.Situation != softphone.SituationFAQ || c.Visits[len(c.Visits)-1].Answer != berth.Question {
		t.Fatalf("%s %+v", c.Situation, c.Visits)
	}
	if got := h.reads(); !strings.Contains(got, "4 200 kroner") || !strings.Contains(got, "Når kommer dere?") || !d.script.situations.Visible() {
		t.Errorf("not said: %s", got)
	}
	h.strike("Escape")
	if c, _ = h.desk.State().Call("a"); c.Situation != "" {
		t.Error("Esc does not go back to the script")
	}
}

func TestPresence_IsSetInOneLineFromTheKeyboard(t *testing.T) {
	h := newWhole(t, "nb", lineUp)
	h.strike("Ctrl+Shift+I")
	if !h.where.open() || !h.where.entry.Focused() {
		t.Fatal("the bar is not open")
	}
	first := h.where.whose
	h.strike("Ctrl+Shift+I")
	if h.where.whose == first {
		t.Error("the key does not go on to the next person")
	}
	h.where.ask(first)
	h.where.entry.SetText("u +30 i Rotterdam")
	h.where.tell.On = true
	h.where.set()
	h.pass(0)
	p, _ := h.desk.State().Principal(first.Principal)
	if p.Presence.Kind != softphone.PresenceOut || p.Presence.Note != "i Rotterdam" || !p.Presence.MayTell || p.Presence.Until.Sub(h.time) < 29*time.Minute {
		t.Fatalf("%+v", p.Presence)
	}
	if h.where.open() {
		t.Error("the bar stays open")
	}
	h.time = p.Presence.Until
	h.tellAll(softphone.WokeUp{At: softphone.At{At: h.time}, Key: softphone.WakeKey{What: softphone.WakePresence}})
	if got := h.reads(); !strings.Contains(got, "skulle være tilbake nå") {
		t.Fatalf("nobody asks: %s", got)
	}
	h.strike("Ctrl+I")
	if p, _ = h.desk.State().Principal(first.Principal); p.Presence.Kind != softphone.PresenceIn {
		t.Errorf("%+v", p.Presence)
	}
}

func TestParsePresence_UnderstandsWhatIsTypedInAHurry(t *testing.T) {
	now := time.Date(2026, 11, 24, 12, 4, 0, 0, time.UTC) // a Tuesday
	at := func(day, hour, min int) time.Time { return time.Date(2026, 11, day, hour, min, 0, 0, time.UTC) }
	for _, c := range []struct {
		text, lang string
		kind       softphone.PresenceKind
		until      time.Time
		note       string
	}{
		{"3 1330", "nb", softphone.PresenceMeeting, at(24, 13, 30), ""},
		{"m 13.30 Rom 4", "nb", softphone.PresenceMeeting, at(24, 13, 30), "Rom 4"},
		{"o +30", "nb", softphone.PresenceBusy, at(24, 12, 34), ""},
		{"u fre 9", "nb", softphone.PresenceOut, at(27, 9, 0), ""},
		{"reise fredag i Gdynia", "nb", softphone.PresenceTravel, at(27, 8, 0), "i Gdynia"},
		{"6 i morgen", "nb", softphone.PresenceIll, at(25, 8, 0), ""},
		{"ute til 26.11.", "nb", softphone.PresenceOut, at(26, 8, 0), ""},
		{"1", "nb", softphone.PresenceIn, time.Time{}, ""},
		{"t tue", "en", softphone.PresenceTravel, time.Date(2026, 12, 1, 8, 0, 0, 0, time.UTC), ""},
		{"ill tomorrow 10", "en", softphone.PresenceIll, at(25, 10, 0), ""},
		{"out 9", "en", softphone.PresenceOut, at(25, 9, 0), ""},
	} {
		p, ok := parsePresence(c.text, c.lang, now)
		if !ok || p.Kind != c.kind || !p.Until.Equal(c.until) || p.Note != c.note {
			t.Errorf("%q: %v %+v", c.text, ok, p)
		}
	}
	for _, text := range []string{"", "7", "xyz", "+30"} {
		if p, ok := parsePresence(text, "nb", now); ok {
			t.Errorf("%q is taken for %+v", text, p)
		}
	}
}

func TestHouse_HoursTypedComeBackAndTroubleIsTold(t *testing.T) {
	r, ok := withDay(softphone.Reception{}, time.Monday, "9-11, 13–15.30")
	if !ok || dayHours(r, time.Monday) != "9–11, 13–15.30" {
		t.Errorf("%q", dayHours(r, time.Monday))
	}
	if _, ok := withDay(r, time.Monday, "9 til 11"); ok {
		t.Error("no time is taken for one")
	}
	say := inLanguage("nb")
	now := time.Date(2026, 11, 24, 12, 4, 0, 0, time.UTC)
	text := "24.12.2026 9–12 lille julaften\n25.12.2026 stengt"
	days, bad := parseDays(text, now)
	if bad != "" || daysTyped(days, say) != text {
		t.Errorf("%q %+v", bad, days)
	}
	if _, bad := parseDays("24.12. 9-12\njuleferie", now); bad != "juleferie" {
		t.Errorf("%q", bad)
	}
	words, wrong := calendarWords(softphone.Calendar{Trouble: softphone.Reason{Code: softphone.CalendarUnreachable, Detail: "no answer in time"}}, true, now, say)
	if !wrong || !strings.HasPrefix(words, "Kalenderen svarer ikke") {
		t.Error(words)
	}
}

func TestAnswersPage_SavesWhatIsTypedAndSaysWhatIsMissing(t *testing.T) {
	h := newWhole(t, "nb", lineUp)
	shelf := &sheetShelf{all: []softphone.FAQEntry{berth}}
	h.faq = shelf
	h.open(pageAnswers)
	h.pass(0)
	p := h.pages[pageAnswers].(*answersPage)
	p.choose(p.entries[0])
	p.fields.next.SetText("")
	h.pass(0)
	if got := h.reads(); !strings.Contains(got, "Ender ikke med et spørsmål.") {
		t.Errorf("nothing is said: %s", got)
	}
	p.fields.next.SetText("Hvor lang er båten?")
	p.save()
	h.pass(0)
	if shelf.all[0].Next != "Hvor lang er båten?" {
		t.Errorf("%+v", shelf.all[0])
	}
	p.add()
	p.fields.question.SetText("Nytt?")
	p.save()
	h.pass(0)
	if len(shelf.all) != 1 {
		t.Error("an entry without an answer was kept")
	}
	if m := p.object().MinSize(); m.Width > 1200 || m.Height > 640 {
		t.Errorf("needs %v", m)
	}
}
