package ui

import (
	"strings"
	"testing"
	"time"

	"anteroom/softphone"

	"fyne.io/fyne/v2"
)

// writeIn types into whatever has the focus.
func (h *whole) writeIn(text string) {
	f := h.canvas().Focused()
	for _, r := range text {
		f.TypedRune(r)
	}
}

func (h *whole) next(n int) {
	for range n {
		h.canvas().FocusNext()
	}
}

func TestPolicyWalk_ARuleByKeyboardContradictsAndTheVerdictChangesAtOnce(t *testing.T) {
	h := newWhole(t, "nb", join(answered("a", "22413077"))...)
	h.tellAll(softphone.CallerNoted{Press: softphone.Press{At: now0, Call: "a"}, Caller: softphone.CallerFields{FirstName: "Tor", Surname: "Vik"}, Principal: "aasen"})
	if s := h.reads(); !strings.Contains(s, "Spør først, så sett over") {
		t.Fatalf("before any rule: %s", s)
	}
	h.open(pagePolicy)
	p := h.pages[pagePolicy].(*policyPage)
	for range 3 {
		h.strike("Down")
	}
	h.strike("Insert")
	h.writeIn("man–fre 12–15")
	h.canvas().Focused().TypedKey(&fyne.KeyEvent{Name: fyne.KeyReturn})
	h.pass(0)
	x, _ := h.desk.State().Principal("aasen")
	if len(x.Policy.Rules) != 1 || x.Policy.Rules[0].Question != softphone.AskQuiet || len(x.Policy.Rules[0].Hours) != 1 {
		t.Fatalf("%+v", x.Policy.Rules)
	}
	h.canvas().Unfocus()
	p.pick(softphone.AskOnlyAt)
	h.strike("Insert")
	h.writeIn("Tor Vik")
	h.next(3) // the list beside the name, the number, its hours
	h.writeIn("man 13-14")
	h.canvas().Focused().TypedKey(&fyne.KeyEvent{Name: fyne.KeyReturn})
	h.pass(0)
	h.canvas().Unfocus()
	if s := h.reads(); !strings.Contains(s, "Spørsmål 4 og 6 motsier hverandre") || !strings.Contains(s, "Eksempel: Tor Vik ringer") {
		t.Fatalf("no contradiction: %s", s)
	}
	h.open(pageDesk)
	if s := h.reads(); !strings.Contains(s, "Ta imot beskjed") || !strings.Contains(s, "regel 4") {
		t.Fatalf("the desk reads %s", s)
	}
	h.open(pagePolicy)
	h.strike("1") // let him go first
	h.pass(0)
	if s := h.reads(); !strings.Contains(s, "Ingen regler motsier hverandre") {
		t.Fatalf("not resolved: %s", s)
	}
	h.open(pageDesk)
	if s := h.reads(); !strings.Contains(s, "Sett over") || !strings.Contains(s, "regel 6") {
		t.Fatalf("the desk reads %s", s)
	}
	h.open(pagePolicy)
	h.strike("Ctrl+U")
	h.strike("Ctrl+U")
	h.pass(0)
	if x, _ = h.desk.State().Principal("aasen"); len(x.Policy.Rules) != 1 {
		t.Fatalf("not undone: %+v", x.Policy.Rules)
	}
}

func TestPolicyWalk_AgainstTheSheetOneKeyMore(t *testing.T) {
	h := newWhole(t, "nb", join(answered("a", "22413077"))...)
	x, _ := h.desk.State().Principal("aasen")
	x.Number = "101"
	x.Policy.Rules = []softphone.Rule{{Question: softphone.AskQuiet, Hours: []softphone.Span{{From: 8 * 60, To: 18 * 60}}}}
	h.tellAll(softphone.PrincipalSaved{Press: softphone.Press{At: now0}, Principal: x},
		softphone.CallerNoted{Press: softphone.Press{At: now0, Call: "a"}, Principal: "aasen"})
	h.strike("F6")
	h.Focus("consult") // as the desk's loop would carry out
	h.pass(time.Second)
	h.strike("F6")
	h.pass(0)
	if s := h.reads(); !strings.Contains(s, "Regelarket sier: Ta imot beskjed. Trykk F6 en gang til") {
		t.Fatalf("no warning: %s", s)
	}
	if n := len(h.desk.State().Calls); n != 1 {
		t.Fatalf("%d calls", n)
	}
	h.strike("F6")
	h.pass(0)
	c, _ := h.desk.State().Call("a")
	if c.Against.Outcome != softphone.TakeNote || c.Transfer.Step != softphone.Consulting {
		t.Fatalf("%+v %+v", c.Against, c.Transfer)
	}
	d := presentJournalCall(c, h.desk.State(), at, nb)
	found := false
	for _, f := range d.Facts {
		found = found || strings.Contains(f.Value, "Ta imot beskjed, regel 4")
	}
	if !found {
		t.Errorf("the journal says %+v", d.Facts)
	}
}

func TestPolicyWalk_TheDirectorsCallIsAnnounced(t *testing.T) {
	h := newWhole(t, "nb", lineUp)
	x, _ := h.desk.State().Principal("aasen")
	x.Number = "101"
	x.Policy.Rules = []softphone.Rule{{Question: softphone.AskQuiet, Hours: []softphone.Span{{From: 8 * 60, To: 18 * 60}}},
		{Question: softphone.AskAlways, Who: softphone.Who{Name: "Styrets leder", Number: "22413077"}}}
	h.tellAll(softphone.PrincipalSaved{Press: softphone.Press{At: now0}, Principal: x}, arrives("a", "22413077"))
	if s := h.reads(); !strings.Contains(s, "ettes over når som helst") || !strings.Contains(s, "regel 7") {
		t.Fatalf("before it is answered: %s", s)
	}
	h.tellAll(softphone.AnswerPressed{Press: softphone.Press{At: now0, Call: "a"}}, softphone.VoiceOpened{At: now0, Call: "a"}, softphone.CallAnswered{At: now0, Call: "a"},
		softphone.CallerNoted{Press: softphone.Press{At: now0, Call: "a"}, Principal: "aasen"})
	h.strike("F6")
	h.Focus("consult")
	h.pass(0)
	h.tellAll(softphone.HoldConfirmed{At: now0, Call: "a"})
	h.strike("F6")
	h.pass(0)
	c, _ := h.desk.State().Call("a")
	if c.Transfer.Step != softphone.Consulting || c.Against.Outcome != "" {
		t.Fatalf("%+v %+v", c.Transfer, c.Against)
	}
	b := c.Transfer.With
	h.tellAll(softphone.VoiceOpened{At: now0, Call: b}, softphone.CallAnswered{At: now0, Call: b})
	h.strike("F6")
	h.pass(0)
	if c, _ = h.desk.State().Call("a"); c.Transfer.Step != softphone.Referred {
		t.Fatalf("%+v", c.Transfer)
	}
	h.tellAll(softphone.TransferDone{At: now0, Call: "a"})
	if c, _ = h.desk.State().Call("a"); c.TransferredTo != "101" {
		t.Fatalf("connected with %q", c.TransferredTo)
	}
}

func TestPolicyWalk_RulesThatReadAlikeAreToldApartByTheirQuestions(t *testing.T) {
	kari := softphone.Who{Name: "Kari Sørlie"}
	p := softphone.Principal{Surname: "Aasen", Policy: softphone.Sheet{Rules: []softphone.Rule{
		{ID: "n", Question: softphone.AskNever, Who: kari}, {ID: "a", Question: softphone.AskAlways, Who: kari}}}}
	odds := softphone.Conflicts(p.Policy, at)
	if len(odds) != 1 {
		t.Fatalf("%+v", odds)
	}
	v := presentConflict(odds, 0, p, at, nb)
	if len(v.Fixes) != 2 || v.Fixes[0] == v.Fixes[1] || !strings.Contains(v.Fixes[0], "7") || !strings.Contains(v.Text, "5") {
		t.Errorf("%+v", v)
	}
}
