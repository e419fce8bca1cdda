package ui

import (
	"context"
	"errors"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"anteroom/softphone"
	"anteroom/softphone/scriptfile"
	"anteroom/ui/kit"
)

// scriptShelf is a book of scripts in memory.
type scriptShelf struct {
	softphone.ScriptBook
	saved  []softphone.Script
	drafts []softphone.Script
	full   bool
}

func (b *scriptShelf) SaveScripts(_ context.Context, all ...softphone.Script) ([]softphone.Script, error) {
	if b.full {
		return nil, errors.New("disk full")
	}
	for i := range all {
		all[i].Version++
	}
	b.saved = append(b.saved, all...)
	return all, nil
}

func (b *scriptShelf) ScriptDrafts(context.Context) ([]softphone.Script, error) { return b.drafts, nil }

func newScripts(t *testing.T, lang string, b *scriptShelf) (*whole, *scriptsPage, func()) {
	h := newWhole(t, lang)
	h.Window.scripts, h.dataDir = ScriptShelf{b, b, scriptfile.Files{}}, t.TempDir()
	p := h.pages[pageScripts].(*scriptsPage)
	pass := byHand(p.late)
	h.open(pageScripts)
	h.pass(0)
	return h, p, pass
}

func said(p *scriptsPage) string { return strings.Join(textsIn(p.body), " | ") }

func TestScripts_GreetingIsComposedWithItsPreviewAndWarnings(t *testing.T) {
	h, p, pass := newScripts(t, "nb", &scriptShelf{})
	p.setGreeting(softphone.UsualGreeting("nb"))
	p.typedGreeting(softphone.GreetingKeys("nb")[2], "")
	p.typedGreeting(softphone.GreetingKeys("nb")[3], "Jeg lytter.")
	p.show()
	for _, want := range []string{"God morgen", "God dag", "God kveld", "Navnet ditt mangler", "Jeg lytter"} {
		if !strings.Contains(said(p), want) {
			t.Errorf("%q is missing in %s", want, said(p))
		}
	}
	pass()
	if got := h.desk.State().Settings.Get(softphone.GreetingKeys("nb")[3]); got != "Jeg lytter." {
		t.Errorf("kept: %q", got)
	}
}

func TestScripts_AnEditIsKeptAsADraftSeenAtOnceAndUndone(t *testing.T) {
	h, p, pass := newScripts(t, "nb", &scriptShelf{})
	p.choose(softphone.GeneralScript)
	h.pass(0)
	h.strike("Alt+Down") // the second operation
	e := p.parts["sentences0"].(*kit.Entry)
	e.SetText("Vent litt.\nHvem kan jeg hilse fra?")
	if !strings.Contains(said(p), "befaler innringeren:") || !strings.Contains(said(p), "«vent litt»") {
		t.Errorf("no warning in %s", said(p))
	}
	pass()
	d := lastTold[softphone.ScriptDrafted](t, h.desk)
	if d.Script.ID != softphone.GeneralScript {
		t.Fatalf("%+v", d.Script.ID)
	}
	h.strike("Ctrl+J") // to the first problem
	if p.at.Operation != p.pair["nb"].Operations[1].ID {
		t.Errorf("at %+v", p.at)
	}
	h.strike("Ctrl+Shift+Y")
	if len(p.problems) != 0 || p.pair["nb"].Operations[1].Sentences[0] == "Vent litt." {
		t.Errorf("not undone: %+v", p.problems)
	}
}

func TestScripts_StepsAndRepliesAreAddedMovedAndRemovedInBothLanguages(t *testing.T) {
	h, p, _ := newScripts(t, "en", &scriptShelf{})
	p.choose(softphone.GeneralScript)
	n := len(p.pair["nb"].Operations)
	h.strike("Ctrl+Shift+Q")
	id := p.at.Operation
	if len(p.pair["nb"].Operations) != n+1 || p.pair["en"].Operations[1].ID != id || p.pair["nb"].Operations[1].Title != "Nytt trinn" {
		t.Fatalf("%+v", p.pair["nb"].Operations)
	}
	h.strike("Ctrl+Shift+N")
	o, _ := p.pair["nb"].Operation(id)
	if len(o.Choices) != 1 {
		t.Fatalf("%+v", o)
	}
	h.strike("Ctrl+Shift+Up")
	if p.pair["nb"].Operations[0].ID != id {
		t.Error("not moved")
	}
	h.strike("Ctrl+Shift+Delete")
	if len(p.pair["en"].Operations) != n {
		t.Error("not removed")
	}
	h.strike("Ctrl+Shift+J")
	if p.lang != "nb" {
		t.Error("the other language does not show")
	}
}

func TestScripts_SavingMakesAVersionAndAFullDiskLosesNothing(t *testing.T) {
	b := &scriptShelf{full: true}
	h, p, pass := newScripts(t, "nb", b)
	p.choose(softphone.GeneralScript)
	p.parts["title0"].(*kit.Entry).SetText("Velkomst")
	pass()
	h.strike("Ctrl+Shift+V")
	h.pass(0)
	if !p.changed(softphone.GeneralScript) || len(b.saved) != 0 {
		t.Fatal("a draft that was not saved is gone")
	}
	b.full = false
	h.strike("Ctrl+Shift+V")
	h.pass(0)
	if len(b.saved) != 2 || p.changed(softphone.GeneralScript) {
		t.Fatalf("%d saved, changed %v", len(b.saved), p.changed(softphone.GeneralScript))
	}
	if lastTold[softphone.ScriptDraftDropped](t, h.desk).Script != softphone.GeneralScript {
		t.Error("the draft stays")
	}
	p.parts["sentences0"].(*kit.Entry).SetText("") // cannot be saved so
	h.strike("Ctrl+Shift+V")
	h.pass(0)
	if len(b.saved) != 2 {
		t.Error("a script with nothing to say was saved")
	}
}

func TestScripts_DraftsOfAnEarlierRunAreOffered(t *testing.T) {
	b := &scriptShelf{drafts: []softphone.Script{{ID: "half", Language: "nb", Name: "Halvferdig"}}}
	_, p, _ := newScripts(t, "nb", b)
	if !strings.Contains(said(p), "Halvferdig") || !strings.Contains(said(p), "utkast") {
		t.Fatalf("%s", said(p))
	}
	p.choose("half")
	if !strings.Contains(said(p), "Engelsk") {
		t.Errorf("%s", said(p))
	}
}

func TestScripts_AFileIsWrittenAndReadAgain(t *testing.T) {
	h, p, _ := newScripts(t, "en", &scriptShelf{})
	p.choose(softphone.GeneralScript)
	p.exportFile()
	h.pass(0)
	path := filepath.Join(h.dataDir, "scripts", "incoming.en.yaml")
	text, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(path, []byte(strings.Replace(string(text), "title: Greeting", "title: Welcome", 1)), 0o600); err != nil {
		t.Fatal(err)
	}
	p.readFile(path)
	h.pass(0)
	if !p.changed(softphone.GeneralScript) || p.pair["en"].Operations[0].Title != "Welcome" {
		t.Errorf("%+v", p.pair["en"].Operations[0])
	}
	h.strike("Ctrl+Shift+Y")
	if p.pair["en"].Operations[0].Title != "Greeting" {
		t.Error("an import cannot be undone")
	}
}

func TestScripts_FitTheSmallestWindowInBothLanguages(t *testing.T) {
	for _, lang := range []string{"nb", "en"} {
		_, p, _ := newScripts(t, lang, &scriptShelf{})
		for _, id := range []softphone.ScriptID{"", softphone.GeneralScript} {
			p.choose(id)
			if m := p.object().MinSize(); m.Width > 1200 || m.Height > 640 {
				t.Errorf("%s, %q needs %v", lang, id, m)
			}
		}
	}
}

func TestScripts_WhatIsTypedWhileItIsSavedStays(t *testing.T) {
	b := &scriptShelf{}
	h, p, pass := newScripts(t, "nb", b)
	p.choose(softphone.GeneralScript)
	p.parts["title0"].(*kit.Entry).SetText("Velkomst")
	e := p.parts["hint0"].(*kit.Entry)
	h.canvas().Focus(e)
	p.saveNow()
	e.SetText("Smil nå")
	e.CursorColumn = 4
	h.pass(0)
	pass()
	now, ok := h.canvas().Focused().(*kit.Entry)
	if !ok || now != p.parts["hint0"] || now.Text != "Smil nå" || now.CursorColumn != 4 {
		t.Fatalf("the caret is not where it was: %T %+v", h.canvas().Focused(), now)
	}
	if o := p.pair["nb"].Operations[0]; o.Hint != "Smil nå" || o.Title != "Velkomst" || !p.changed(softphone.GeneralScript) {
		t.Errorf("%+v", o)
	}
	kept := false // on the disk
	for _, e := range h.desk.told {
		switch e := e.(type) {
		case softphone.ScriptDrafted:
			if e.Script.Language == "nb" {
				kept = e.Script.Operations[0].Hint == "Smil nå"
			}
		case softphone.ScriptDraftDropped:
			kept = false
		}
	}
	if !kept {
		t.Error("the draft is not on the disk")
	}
	h.strike("Ctrl+Shift+V")
	h.pass(0)
	if last := b.saved[len(b.saved)-2]; last.Operations[0].Hint != "Smil nå" || p.changed(softphone.GeneralScript) {
		t.Errorf("%+v", last.Operations[0])
	}
}

func TestScripts_UndoingARemovedStepKeepsWhatWasTypedSince(t *testing.T) {
	h, p, _ := newScripts(t, "nb", &scriptShelf{})
	p.choose(softphone.GeneralScript)
	h.pass(0)
	before := p.pair
	second, third := before["nb"].Operations[1].ID, before["nb"].Operations[2].ID
	p.goTo(softphone.ScriptPlace{Operation: second})
	h.strike("Ctrl+Shift+Delete")
	p.goTo(softphone.ScriptPlace{Operation: third})
	p.parts["hint0"].(*kit.Entry).SetText("Skrevet etterpå")
	undo := h.offer.do
	p.choose("busy") // it belongs to its script all the same
	undo()
	h.pass(0)
	for _, l := range []string{"nb", "en"} {
		if got := p.pair[l].Operations; p.chosen != softphone.GeneralScript || len(got) != len(before[l].Operations) || got[1].ID != second {
			t.Fatalf("%s: not had back: %+v", l, got)
		}
		for i, o := range p.pair[l].Operations {
			for j, c := range o.Choices {
				if c.To != before[l].Operations[i].Choices[j].To {
					t.Errorf("%s: choice %d of %s leads to %q", l, j, o.ID, c.To)
				}
			}
		}
	}
	if got := p.pair["nb"].Operations[2].Hint; got != "Skrevet etterpå" {
		t.Errorf("lost: %q", got)
	}
}
