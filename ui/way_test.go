package ui

import (
	"context"
	"strings"
	"testing"
	"time"

	"anteroom/softphone"
	"anteroom/ui/kit"
)

// wayKept answers for the way of the messages given.
type wayKept struct {
	softphone.WayBook
	taken []softphone.Message
	lines []softphone.Progress
}

func (k wayKept) History(context.Context, softphone.MessageID) ([]softphone.Progress, error) {
	return k.lines, nil
}
func (k wayKept) MessagesIn(context.Context, softphone.MessageState, time.Time, int) ([]softphone.Message, error) {
	return nil, nil
}
func (k wayKept) MessagesTaken(context.Context, softphone.PrincipalID, time.Time, time.Time) ([]softphone.Message, error) {
	return k.taken, nil
}
func (k wayKept) CountMessages(context.Context) (map[softphone.MessageState]int, error) {
	return nil, nil
}

var forAasen = softphone.Message{ID: "m", State: softphone.New, Principal: "aasen", For: "Henrik Aasen", Surname: "Østby", FirstName: "Ragnhild",
	Number: "22413077", Verbatim: "Ring før klokken ti", Taken: at, Changed: at}

func TestReport_LiesBesideTheListAndHoldsUpNoCall(t *testing.T) {
	for _, lang := range languages {
		h := newWhole(t, lang, join(answered("a", "22413077"))...)
		h.way = wayKept{taken: []softphone.Message{forAasen}}
		h.strike("Ctrl+F9")
		h.pass(0)
		if h.at != pageMessages || kit.TopDialog(h.canvas()) != nil {
			t.Fatalf("%s: on %s, dialog %v", lang, h.at, kit.TopDialog(h.canvas()))
		}
		if s := h.reads(); !strings.Contains(s, "Ring før klokken ti") || !strings.Contains(s, h.tr("way.report.count.one")) {
			t.Fatalf("%s: %s", lang, s)
		}
		h.strike("F4")
		if lastTold[softphone.HoldPressed](t, h.desk).Call != "a" {
			t.Error("the call cannot be put on hold")
		}
		h.strike("Escape")
		h.pass(0)
		if s := h.reads(); h.at != pageMessages || strings.Contains(s, h.tr("way.report.mail")) {
			t.Errorf("%s: the report does not close: %s", lang, s)
		}
	}
}

func TestReminder_OffersAMessageAsDoneOnceItsCallerWasReached(t *testing.T) {
	for _, lang := range languages {
		h := newWhole(t, lang, lineUp)
		p := softphone.Press{At: now0}
		h.tellAll(softphone.MessageTaken{Press: p, Message: forAasen}, softphone.Saved{At: now0, What: softphone.SavedMessage, ID: "m"},
			softphone.CallBackPressed{Press: p, NewCall: "out", Of: forAasen}, softphone.VoiceOpened{At: now0, Call: "out"},
			softphone.CallAnswered{At: now0, Call: "out"}, softphone.CallHungUp{At: now0, Call: "out", By: softphone.EndedByPeer})
		if c, _ := h.desk.State().Call("out"); c.Script != softphone.OutgoingScript {
			t.Errorf("the call runs %s", c.Script)
		}
		h.canvas().Unfocus()
		strip := h.frame.remindAt.Container
		if page, over := h.bottom(h.frame.page.Container), h.app.Driver().AbsolutePositionForObject(strip).Y; page > over {
			t.Errorf("%s: the page ends at %.0f, the strip begins at %.0f", lang, page, over)
		}
		if s := h.said(); !strings.Contains(s, h.tr("way.remind.reached", "Ragnhild Østby", "Henrik Aasen")) {
			t.Fatalf("%s: nothing is offered: %s", lang, s)
		}
		h.strike("Ctrl+D")
		h.pass(0)
		if _, open := h.desk.State().OpenMessage("m"); open || len(h.desk.State().Reminders) > 0 {
			t.Errorf("%s: the message is not done", lang)
		}
	}
}

func TestLog_ShowsTheHistoryOfAMessageAndAsksByWhom(t *testing.T) {
	h, p, _ := managed(t, "en", 3)
	h.way = wayKept{lines: []softphone.Progress{{Message: "m2", At: at, What: softphone.ProgressTaken, By: "Ida Holm"},
		{Message: "m2", At: at.Add(time.Minute), What: softphone.ProgressDelivered, How: softphone.ByPhone, By: "Ida Holm"}}}
	p.list.Select(0)
	h.pass(0)
	for _, want := range []string{h.tr("way.history"), h.tr("way.progress.taken"), h.tr("way.progress.delivered"), "Ida Holm"} {
		if !strings.Contains(h.reads(), want) {
			t.Errorf("%q is missing: %s", want, h.reads())
		}
	}
	p.in.words["by"].SetText("holm")
	h.pass(0)
	if p.in.filter.By != "holm" || !strings.Contains(filterWords(p.in.filter, h.tr), "Taken by: holm") {
		t.Errorf("%+v", p.in.filter)
	}
}

func TestForm_TwoWaitingCallersKeepTheirDraftsApart(t *testing.T) {
	h := newWhole(t, "nb", join(held("a", "22413077"), held("b", "55001720"), []softphone.Event{selects("a")})...)
	text := func() string { return h.form.entries["verbatim"].Text }
	write := func(s string) {
		e := h.form.entries["verbatim"]
		h.canvas().Focus(e)
		e.CursorColumn = len([]rune(e.Text))
		h.writeIn(s)
		h.pass(0)
	}
	write("til Henrik")
	h.strike("Ctrl+Down")
	h.pass(0)
	if h.desk.State().Selected != "b" || text() != "" {
		t.Fatalf("%s shows %q", h.desk.State().Selected, text())
	}
	write("til Marit")
	h.strike("Ctrl+Up")
	h.pass(0)
	if h.desk.State().Selected != "a" || text() != "til Henrik" {
		t.Fatalf("%s shows %q", h.desk.State().Selected, text())
	}
	write(" nå")
	h.strike("Ctrl+Down")
	h.pass(0)
	if text() != "til Marit" {
		t.Fatalf("b shows %q", text())
	}
	for _, c := range h.desk.State().Calls {
		m, _ := h.desk.State().Draft(c.Draft)
		if want := map[softphone.CallID]string{"a": "til Henrik nå", "b": "til Marit"}[c.ID]; m.Verbatim != want || m.Call != c.ID {
			t.Errorf("call %s keeps %q", c.ID, m.Verbatim)
		}
	}
}
