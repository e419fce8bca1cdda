package ui

import (
	"slices"
	"strings"
	"testing"
	"time"

	"anteroom/softphone"

	"fyne.io/fyne/v2"
)

// spoken is every sentence that the desk could have her say in a call now: of each script, at each step and with each
// situation, in each wording.
func spoken(s softphone.State, c softphone.Call, now time.Time) (out []string) {
	say := func(c softphone.Call) {
		for n := 0; ; n++ {
			c.Wording = n
			s.Calls = []softphone.Call{c}
			g, ok := softphone.GuideFor(s, c.ID, now)
			if !ok {
				return
			}
			out = append(out, softphone.Text(g.Sentence))
			if n+1 >= g.Wordings {
				return
			}
		}
	}
	for _, sc := range s.Scripts {
		if sc.Language != s.Settings.Get(softphone.SetLanguage) {
			continue
		}
		c.Passes = []softphone.Pass{{Script: sc.ID, Began: now}}
		for _, op := range sc.Operations {
			c.Operation, c.Situation = op.ID, ""
			say(c)
			for _, x := range s.Situations(sc) {
				c.Situation = x.ID
				say(c)
			}
		}
	}
	return out
}

// Brief section 7: where somebody is is told where that is allowed, and nowhere else.
func TestNotTold_WhereHeIsStandsInNoSentenceUnlessItMayBeTold(t *testing.T) {
	const place = "på Ullevål"
	for _, lang := range languages {
		h := newWhole(t, lang, join(answered("a", "22413077"))...)
		h.deskPage().policy.choose("aasen")
		h.pass(0)
		for _, kind := range softphone.PresenceKinds {
			for _, may := range []bool{false, true} {
				h.tellAll(softphone.PresenceSet{Press: softphone.Press{At: softphone.At{At: h.time}}, Principal: "aasen",
					Presence: softphone.Presence{Kind: kind, Note: place, MayTell: may, Until: h.time.Add(time.Hour)}})
				c, _ := h.desk.State().Call("a")
				all := spoken(h.desk.State(), c, h.time)
				if len(all) < 100 {
					t.Fatalf("only %d sentences", len(all))
				}
				told := slices.ContainsFunc(all, func(s string) bool { return strings.Contains(s, place) })
				if want := may && kind != softphone.PresenceIn; told != want {
					t.Errorf("%s, %s, may be told %v: told %v", lang, kind, may, told)
				}
			}
		}
	}
}

// What is not told by telephone is warned of beside the sentence as soon as it is talked of, and the sentence with it is the
// one that says so.
func TestNotTold_AMatterIsWarnedOfWhereSheWouldAnswerIt(t *testing.T) {
	for lang, want := range map[string]struct{ topic, warning, refusal string }{
		"nb": {"lønnen til sjefen", "Sies ikke på telefon: Lønn. Foreslå brev.", "ikke noe vi opplyser om på telefon"},
		"en": {"his salary", "Not told by phone: Salary. Suggest a letter.", "give out by telephone"},
	} {
		h := newWhole(t, lang, join(answered("a", "22413077"))...)
		matter := map[string]string{"nb": "Lønn", "en": "Salary"}[lang]
		h.tellAll(softphone.NotToldSaved{Press: softphone.Press{At: now0}, Owner: "aasen", List: []softphone.NotTold{{Matter: matter, Instead: softphone.InWriting}}})
		h.deskPage().policy.choose("aasen")
		h.pass(0)
		lacks(t, h, want.warning)
		h.deskPage().policy.about(want.topic)
		h.pass(0)
		reads(t, h, want.warning)
		if d := h.deskPage(); h.bottom(d.script.stopped) > h.bottom(d.middle) {
			t.Errorf("%s: the warning pushes the note out of sight", lang)
		}
		g, _ := softphone.GuideFor(h.desk.State(), "a", h.time)
		if s := softphone.Text(g.Sentence); strings.Contains(strings.ToLower(s), strings.ToLower(matter)) {
			t.Errorf("%s: it is talked of in %q", lang, s)
		}
		key := ""
		for _, x := range g.All {
			if x.ID == softphone.SituationNotTold {
				key = x.Key
			}
		}
		h.strike(key)
		g, _ = softphone.GuideFor(h.desk.State(), "a", h.time)
		if s := softphone.Text(g.Sentence); !strings.Contains(s, strings.ToLower(matter)) || !strings.Contains(s, want.refusal) {
			t.Errorf("%s: she is to say %q", lang, s)
		}
		lacks(t, h, want.warning) // it is being said
		h.strike("Escape")
		reads(t, h, want.warning)
		h.deskPage().policy.about("")
		h.pass(0)
		lacks(t, h, want.warning)
		h.tellAll(softphone.AnswerChosen{Press: softphone.Press{At: now0, Call: "a"}, Entry: softphone.FAQEntry{ID: "1", Language: lang, Question: want.topic + "?", Answer: "…"}})
		reads(t, h, want.warning) // an answer of the FAQ sheet speaks of it
		h.win.Resize(fyne.NewSize(1280, 720-menuBar))
		h.pass(0)
		if m := h.win.Content().MinSize(); m.Width > 1280 || m.Height > 720-menuBar {
			t.Errorf("%s: at least %v", lang, m)
		}
	}
}

// lacks wants something not to be on screen.
func lacks(t *testing.T, h *whole, words string) {
	t.Helper()
	if got := h.reads(); strings.Contains(got, words) {
		t.Errorf("%q is on screen: %s", words, got)
	}
}
