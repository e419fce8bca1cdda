package ui

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"anteroom/softphone"
	"anteroom/ui/kit"

	"fyne.io/fyne/v2"
)

// answersOf is the page of answers as it is on the screen by now.
func (h *whole) answersOf() *answersPage { return h.pages[pageAnswers].(*answersPage) }

func withAnswers(t *testing.T, lang string, more ...softphone.FAQEntry) (*whole, *sheetShelf) {
	h := newWhole(t, lang, lineUp)
	s := &sheetShelf{all: append([]softphone.FAQEntry{berth}, more...)}
	h.faq = s
	h.open(pageAnswers)
	h.pass(0)
	return h, s
}

var quay = softphone.FAQEntry{ID: "x", Language: "nb", Question: "Hvor er kaien?", Answer: "Ved sjøen.", Next: "Kommer du i bil?"}

func (h *whole) chooseAnswer(id softphone.FAQID) {
	h.t.Helper()
	p := h.answersOf()
	for _, e := range p.entries {
		if e.ID == id {
			p.choose(e)
			h.pass(0)
			return
		}
	}
	h.t.Fatalf("%s is not listed", id)
}

func TestAnswersPage_WhatCannotBeKeptYetStaysThroughEverything(t *testing.T) {
	h, shelf := withAnswers(t, "nb", quay)
	h.chooseAnswer("b")
	h.answersOf().fields.question.SetText("")
	h.answersOf().fields.next.SetText("Hvor lang er båten?")
	h.chooseAnswer("x")
	h.answersOf().fields.prices.SetText("omtrent hundre")
	h.answersOf().add()
	h.answersOf().fields.question.SetText("Helt nytt?")
	h.chooseAnswer("x")
	reads(t, h, "3 er ikke lagret", "Ikke lagret. Prisen er ikke forstått.", "(uten spørsmål)", "Helt nytt?", "omtrent hundre", "Skriv hva, kolon")
	for k, v := range map[softphone.SettingKey]string{softphone.SetTheme: "dark", softphone.SetLanguage: "en"} {
		h.tellAll(softphone.SettingChanged{Press: softphone.Press{At: now0}, Key: k, Value: v})
		h.pass(0)
	}
	t.Cleanup(func() { kit.Use(h.app, kit.Light) })
	reads(t, h, "3 are not saved", "omtrent hundre", "Type what, a colon")
	h.chooseAnswer("b")
	if p := h.answersOf(); p.fields.question.Text != "" || p.fields.next.Text != "Hvor lang er båten?" {
		t.Fatalf("%q %q", p.fields.question.Text, p.fields.next.Text)
	}
	if shelf.all[0].Next != berth.Next || len(shelf.all) != 2 {
		t.Errorf("kept though it may not: %+v", shelf.all)
	}
	h.answersOf().fields.question.SetText("Hva koster det?")
	h.answersOf().saveNow()
	h.chooseAnswer("x")
	h.answersOf().fields.prices.SetText("100 NOK")
	h.answersOf().save()
	h.pass(0)
	if shelf.all[0].Question != "Hva koster det?" || len(shelf.all[1].Prices) != 1 {
		t.Errorf("%+v", shelf.all)
	}
	reads(t, h, "1 is not saved")
}

func TestAnswersPage_AFullDiskLosesNothingAndIsSaid(t *testing.T) {
	h, shelf := withAnswers(t, "en", quay)
	shelf.full = true
	h.answersOf().language = "nb"
	h.answersOf().ask()
	h.pass(0)
	h.chooseAnswer("b")
	h.answersOf().fields.answer.SetText("Fifty.")
	h.chooseAnswer("x")
	h.chooseAnswer("b")
	if h.answersOf().fields.answer.Text != "Fifty." {
		t.Fatalf("%q", h.answersOf().fields.answer.Text)
	}
	reads(t, h, "1 is not saved", "Not saved: The disk is full")
	shelf.full = false
	h.answersOf().fields.answer.SetText("Fifty-one.")
	h.chooseAnswer("x")
	h.pass(0)
	if shelf.all[0].Answer != "Fifty-one." || strings.Contains(h.reads(), "not saved") {
		t.Errorf("%+v: %s", shelf.all[0], h.reads())
	}
}

func TestAnswersPage_QuittingSavesWhatCanBeKeepsTheRestAndAsksWhereTheBooksRefuse(t *testing.T) {
	h, shelf := withAnswers(t, "nb", quay)
	h.chooseAnswer("b")
	h.answersOf().fields.answer.SetText("")
	h.chooseAnswer("x")
	h.answersOf().fields.answer.SetText("Ved bryggen.")
	shelf.full = true
	h.quit()
	h.pass(0)
	d := kit.TopDialog(h.canvas())
	if d == nil || h.ctx.Err() != nil {
		t.Fatal("nothing is asked")
	}
	if s := strings.Join(textsIn(h.canvas().Overlays().Top()), " | "); !strings.Contains(s, "Hvor er kaien?") || strings.Contains(s, "kaiplass") || !strings.Contains(s, "går tapt") || !strings.Contains(s, "Avslutt uten å lagre") {
		t.Errorf("it asks %s", s)
	}
	d.Close()
	shelf.full = false
	h.quit()
	h.pass(0)
	if shelf.all[1].Answer != "Ved bryggen." {
		t.Errorf("what was typed last is lost: %+v", shelf.all[1])
	}
	h.Flush()
	if left := h.desk.State().Begun; len(left) != 1 || left[0].ID != "b" || h.canvas().Overlays().Top() != nil {
		t.Errorf("half written and not kept, or asked about: %+v", left)
	}
}

func TestAnswersPage_AnImportAsksWithoutTakingTheCaretAndCountsWhatDoesNotAsk(t *testing.T) {
	h, shelf := withAnswers(t, "nb", quay)
	file := filepath.Join(t.TempDir(), "faq.csv")
	table := "id;language;question;answer;next\nb;nb;Hva koster en b\xe5tplass?;{price} kroner.;Hvor lang?\nx;nb;Hvor er kaien?;Ved sj\xf8en.;Kommer du i bil?\ny;nb;Ny?;Ja.;\n"
	if err := os.WriteFile(file, []byte(table), 0o600); err != nil {
		t.Fatal(err)
	}
	p := h.answersOf()
	p.file.SetText(file)
	p.importFile()
	h.canvas().Focus(p.search)
	h.pass(0)
	if s := strings.ReplaceAll(h.reads(), " | ", " "); !strings.Contains(s, "1 nye, 1 endret, 1 som før. 1 ender ikke med et spørsmål.") {
		t.Errorf("it asks %s", s)
	}
	if h.canvas().Focused() != fyne.Focusable(p.search) || h.canvas().Overlays().Top() != nil {
		t.Errorf("the caret went to %T", h.canvas().Focused())
	}
	h.frame.bars.answer(true)
	h.pass(0)
	if len(shelf.all) != 3 || shelf.all[0].Question != "Hva koster en båtplass?" {
		t.Errorf("%+v", shelf.all)
	}
	if h.canvas().Focused() != fyne.Focusable(p.search) {
		t.Errorf("the answer took the caret to %T", h.canvas().Focused())
	}
}
