package ui

import (
	"strings"
	"testing"
	"time"

	"anteroom/softphone"
	"anteroom/ui/kit"
)

// run is the pass that lasts in a call.
func (h *whole) run(id softphone.CallID) softphone.Pass {
	h.t.Helper()
	c, _ := h.desk.State().Call(id)
	if len(c.Passes) == 0 {
		h.t.Fatal("no pass")
	}
	return c.Passes[len(c.Passes)-1]
}

func TestScript_IsLaunchedByHandFromASearchedListAndRunAgain(t *testing.T) {
	for lang, want := range map[string]struct{ word, name, again string }{
		"nb": {"klag", "Klage", "2. gang"}, "en": {"complain", "Complaint", "run 2"},
	} {
		h := newWhole(t, lang, join(answered("a", "22413077"))...)
		h.canvas().Unfocus()
		h.strike("Ctrl+Shift+G")
		pick, ok := h.canvas().Focused().(*kit.Entry)
		if !ok {
			t.Fatalf("%s: the caret is in no field: %T", lang, h.canvas().Focused())
		}
		if all := h.reads(); !strings.Contains(all, want.name) {
			t.Errorf("%s: the list lacks %s", lang, want.name)
		}
		pick.SetText(want.word)
		h.strike("Return")
		if p := h.run("a"); p.Script != "complaint" || p.Reason != softphone.LaunchHand || p.Language != lang {
			t.Fatalf("%s: %+v", lang, p)
		}
		h.canvas().Unfocus()
		h.strike("2") // a choice, so that the field is not in the way
		h.strike("Ctrl+Shift+A")
		if p := h.run("a"); p.Script != "complaint" || p.Reason != softphone.LaunchAgain {
			t.Fatalf("%s: %+v", lang, p)
		}
		if all := h.reads(); !strings.Contains(all, want.name) || !strings.Contains(all, want.again) {
			t.Errorf("%s: neither script nor run is told: %s", lang, all)
		}
	}
}

func TestScript_AListThatIsLeftChangesNothing(t *testing.T) {
	h := newWhole(t, "nb", join(answered("a", "22413077"))...)
	h.canvas().Unfocus()
	h.strike("Ctrl+Shift+G")
	h.strike("Escape")
	h.pass(0)
	if h.run("a").Script != softphone.GeneralScript || h.deskPage().script.pick != nil {
		t.Error("the list stays open, or ran something")
	}
}

func TestScript_APinnedWordingComesFirstInTheNextCall(t *testing.T) {
	h := newWhole(t, "nb", join(answered("a", "22413077"))...)
	h.canvas().Unfocus()
	h.strike("0")
	h.strike("Ctrl+0")
	said := h.deskPage().script.shown.Guide.Template
	if all := h.reads(); !strings.Contains(all, "Ordvalg 2 av 3, festet") {
		t.Errorf("%s", all)
	}
	h.tellAll(softphone.CallHungUp{At: softphone.At{At: h.time}, Call: "a", By: softphone.EndedByPeer})
	h.tellAll(join(answered("b", "22413078"))...)
	if g := h.deskPage().script.shown.Guide; g.Template != said || !g.Pinned {
		t.Errorf("the next call begins with %q", g.Template)
	}
}

func TestScript_HerOwnWordsAreWrittenInTheCall(t *testing.T) {
	h := newWhole(t, "nb", join(answered("a", "22413077"))...)
	h.canvas().Unfocus()
	h.strike("Ctrl+Shift+O")
	e, ok := h.canvas().Focused().(*kit.Entry)
	if !ok || !strings.Contains(e.Text, "{company}") {
		t.Fatalf("%T", h.canvas().Focused())
	}
	e.SetText("Hei, {firm}?")
	h.strike("Return")
	if all := strings.ReplaceAll(h.reads(), " | ", " "); !strings.Contains(all, "{firm} er ikke noe programmet kan fylle ut") {
		t.Errorf("a name that cannot be filled in was not told of: %s", all)
	}
	if h.deskPage().script.own == nil {
		t.Fatal("what she wrote is gone")
	}
	e.SetText("Nordvik, det er {secretary}. Hva kan jeg gjøre?")
	h.strike("Return")
	if g := h.deskPage().script.shown.Guide; softphone.Text(g.Sentence) != "Nordvik, det er Ida Holm. Hva kan jeg gjøre?" || !g.Own || !g.Pinned {
		t.Errorf("%+v", g)
	}
}

func TestScript_AbsenceIsToldBeforeTheNameIsAskedAndFieldsAreShown(t *testing.T) {
	h := newWhole(t, "nb", join(answered("a", "22413077"))...)
	p := h.desk.State().Principals[0]
	until := softphone.Presence{Kind: softphone.PresenceMeeting, Until: h.time.Add(30 * time.Minute)}
	h.tellAll(softphone.PresenceSet{Press: softphone.Press{At: softphone.At{At: h.time}}, Principal: p.ID, Presence: until},
		softphone.CallerNoted{Press: softphone.Press{At: softphone.At{At: h.time}, Call: "a"}, Principal: p.ID},
		softphone.StepPressed{Press: softphone.Press{At: softphone.At{At: h.time}, Call: "a"}, Operation: "question"})
	g := h.deskPage().script.shown.Guide
	said := softphone.Text(g.Sentence)
	if !g.Absent || !strings.HasPrefix(said, p.Name()) || strings.Index(said, "?") < strings.Index(said, "tilbake") {
		t.Errorf("%q", said)
	}
	if all := h.reads(); !strings.Contains(all, "Etternavn mangler") {
		t.Errorf("%s", all)
	}
	h.tellAll(softphone.CallerNoted{Press: softphone.Press{At: softphone.At{At: h.time}, Call: "a"}, Principal: p.ID, Caller: softphone.CallerFields{Surname: "Østby"}})
	if all := h.reads(); strings.Contains(all, "Etternavn mangler") {
		t.Errorf("what is filled in is still said to be missing")
	}
}

// Every script fits into the smallest window at each of its steps.
func TestScript_EveryStepFitsTheSmallestWindow(t *testing.T) {
	for _, lang := range languages {
		h := newWhole(t, lang, join(answered("a", "22413077"))...)
		for _, sc := range h.desk.State().FindScripts("") {
			h.tellAll(softphone.ScriptPressed{Press: softphone.Press{At: softphone.At{At: h.time}, Call: "a"}, Script: sc.ID})
			for _, o := range sc.Operations {
				h.tellAll(softphone.StepPressed{Press: softphone.Press{At: softphone.At{At: h.time}, Call: "a"}, Operation: o.ID})
				if m := h.win.Content().MinSize(); m.Width > 1280 || m.Height > 720 {
					t.Errorf("%s, %s, %s: %v", lang, sc.ID, o.ID, m)
				}
			}
		}
	}
}

func TestPresentPasses_TellTheRunsInTheWordsOfTheirVersions(t *testing.T) {
	say := wordsOf(t, "nb")
	old := softphone.Script{ID: "berth", Version: 1, Language: "nb", Name: "Anløp", Operations: []softphone.Operation{{ID: "first", Title: "Det gamle"}}}
	newer := old
	newer.Version, newer.Operations = 2, []softphone.Operation{{ID: "first", Title: "Det nye"}}
	s := softphone.State{Scripts: []softphone.Script{newer}}
	pass := softphone.Pass{Script: "berth", Version: 1, Language: "nb", Reason: softphone.LaunchHand, Began: at, Ended: at.Add(34 * time.Second), End: softphone.PassStopped, Last: "first"}
	c := softphone.Call{Caller: softphone.CallerFields{Surname: "Østby"}, Passes: []softphone.Pass{pass}, Ended: at.Add(34 * time.Second),
		Visits: []softphone.Visit{{Operation: "first", Entered: at, Left: at.Add(4 * time.Second), Said: "Hvilket skip, {caller}?"}}}
	got := presentPasses(c, s, map[scriptKey]softphone.Script{keyOfPass(pass): old}, at, say)
	if len(got) != 1 || got[0].Title != "Anløp, utgave 1" || got[0].How != "valgt for hånd · 00:34 · stanset ved Det gamle" {
		t.Fatalf("%+v", got)
	}
	if st := got[0].Steps; len(st) != 1 || st[0].Name != "Det gamle" || st[0].Said != "Sa: Hvilket skip, Østby?" || st[0].Words != "13:02:00 · 00:04" {
		t.Errorf("%+v", st)
	}
}
