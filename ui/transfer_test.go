package ui

import (
	"strings"
	"testing"

	"anteroom/softphone"

	"fyne.io/fyne/v2"
)

func consulting() []softphone.Event {
	return join(answered("a", "22413077"), []softphone.Event{
		softphone.ConsultPressed{Press: softphone.Press{At: now0, Call: "a"}, NewCall: "b", Number: "101"},
		softphone.HoldConfirmed{At: now0, Call: "a"}, softphone.VoiceOpened{At: now0, Call: "b"}, softphone.CallAnswered{At: now0, Call: "b"},
	})
}

func TestTransfer_TheTilesLeadFromAskingToConnecting(t *testing.T) {
	tiles := func(s softphone.State) [6]actionTile { return presentCall(s, at, nb).Tiles }
	talking := tiles(stateOf(t, "nb", join(answered("a", "22413077"))...))
	if talking[2].Command != "consult" || talking[2].Label != "Sett over" || talking[3].Command != "dial" {
		t.Errorf("talking: %+v", talking)
	}
	asked := tiles(stateOf(t, "nb", consulting()...))
	if asked[2].Label != "Koble" || asked[2].Weight != toneAccent || asked[3].Command != "conference" || asked[3].Label != "Alle tre" {
		t.Errorf("asking: %+v", asked)
	}
	if asked[1].Command != "swap" || !asked[1].Can || asked[1].Label != "Bytt" {
		t.Errorf("asking: %+v", asked[1])
	}
	three := tiles(stateOf(t, "nb", join(consulting(), []softphone.Event{softphone.ConferencePressed{Press: softphone.Press{At: now0}}})...))
	if three[3].Label != "Del igjen" || three[1].Command != "hold" {
		t.Errorf("in conference: %+v", three)
	}
}

// Press conference, call the third, press again.
func TestConference_OneKeyAsksForTheThirdAndJoinsAllThree(t *testing.T) {
	w := newWhole(t, "nb", join(answered("a", "22413077"))...)
	w.strike("F7")
	if got := lastTold[softphone.ConsultPressed](t, w.desk); got.Call != "a" || got.Number != "" {
		t.Fatalf("%+v", got)
	}
	w.tellAll(softphone.HoldConfirmed{At: now0, Call: "a"})
	w.Focus("consult") // as the desk's loop would carry out
	w.pass(0)
	if !w.dial.open() || !w.dial.entry.Focused() {
		t.Fatal("nobody asks whom to call")
	}
	w.writeIn("101")
	w.strike("F7")
	w.pass(0)
	got := lastTold[softphone.ConsultPressed](t, w.desk)
	if got.Number != "101" || got.Call != "a" {
		t.Fatalf("%+v", got)
	}
	w.strike("F7") // it still rings
	if c, _ := w.desk.State().Call("a"); c.Conference {
		t.Fatal("joined with somebody who has not answered")
	}
	w.tellAll(softphone.VoiceOpened{At: now0, Call: got.NewCall}, softphone.CallAnswered{At: now0, Call: got.NewCall})
	w.strike("F7")
	w.pass(0)
	for _, id := range []softphone.CallID{"a", got.NewCall} {
		if c, _ := w.desk.State().Call(id); !c.Conference {
			t.Errorf("%s is not in the conference", id)
		}
	}
}

func TestTransfer_WhoeverIsAskedIsToldWhoWaits(t *testing.T) {
	s := stateOf(t, "nb", join(consulting(), []softphone.Event{softphone.CallerNoted{
		Press: softphone.Press{At: now0, Call: "a"}, Caller: softphone.CallerFields{FirstName: "Ragnhild", Surname: "Østby"}}})...)
	v := presentScript(s, at)
	if said := softphone.Text(v.Guide.Sentence); !strings.Contains(said, "Ragnhild Østby") || v.Guide.To != softphone.ToColleague || len(v.Guide.Steps) != 0 {
		t.Errorf("%q to %q", said, v.Guide.To)
	}
	form := newFormDrafts()
	form.see(s, at, "")
	if m := form.current().local; m.Call != "a" {
		t.Errorf("the form is about call %q", m.Call)
	}
	d := presentCalls(s, at, nb)
	if len(d.Waiting) != 1 || d.Waiting[0].Changing != "Spør 101" || d.Talking[0].Changing != "I samtale, for Ragnhild Østby" {
		t.Errorf("%+v %+v", d.Waiting, d.Talking)
	}
}

func TestTransfer_OneKeyGoesToAndFroWhicheverOfTheTwoIsShown(t *testing.T) {
	w := newWhole(t, "nb", join(consulting())...)
	for _, shown := range []softphone.CallID{"b", "a"} {
		w.tellAll(softphone.SelectPressed{Press: softphone.Press{At: now0, Call: shown}})
		w.strike("F10")
		if got := lastTold[softphone.SwapPressed](t, w.desk); got.Call != "a" {
			t.Errorf("with %s shown: %+v", shown, got)
		}
	}
	if c, _ := w.desk.State().Call("a"); c.Changing != softphone.Held { // to him and back
		t.Errorf("%+v", c)
	}
}

func TestTransfer_WhyItFailedStandsOnTheCardOfTheCallerWhoIsBack(t *testing.T) {
	failed := join(consulting(), []softphone.Event{
		softphone.CallHungUp{At: now0, Call: "b", By: softphone.EndedByPeer, Reason: softphone.Reason{Code: softphone.Busy, Detail: "486 Busy Here"}}})
	back := stateOf(t, "nb", join(failed, []softphone.Event{softphone.ResumeConfirmed{At: now0, Call: "a"}})...)
	if v := presentCall(back, at, nb); v.Trouble != "101: Opptatt. Innringeren er hos deg igjen." {
		t.Errorf("%q", v.Trouble)
	}
	with := join(consulting(), []softphone.Event{softphone.SwapPressed{Press: softphone.Press{At: now0}}, softphone.HoldConfirmed{At: now0, Call: "b"},
		softphone.ResumeConfirmed{At: now0, Call: "a"}})
	stayed := stateOf(t, "nb", join(with, []softphone.Event{
		softphone.CallHungUp{At: now0, Call: "b", By: softphone.EndedByNetwork, Reason: softphone.Reason{Code: softphone.Unreachable}}})...)
	if v := presentCall(stayed, at, nb); !strings.HasPrefix(v.Trouble, "101: Kan ikke nås") || strings.Contains(v.Trouble, "Innringeren") {
		t.Errorf("%q", v.Trouble)
	}
	waits := stateOf(t, "nb", join(failed, []softphone.Event{
		softphone.ResumeFailed{At: now0, Call: "a", Reason: softphone.Reason{Code: softphone.Unreachable}}, softphone.SelectPressed{Press: softphone.Press{At: now0, Call: "a"}}})...)
	if c := presentCalls(waits, at, nb).Waiting; len(c) != 1 || !strings.Contains(c[0].Trouble, "Kan ikke nås") {
		t.Errorf("%+v", c)
	}
}

func TestTransfer_AfterTheSwapTheWordsSayWhoWaitsAndEscGoesToTheScript(t *testing.T) {
	w := newWhole(t, "nb", join(consulting())...)
	if r := w.reads(); !strings.Contains(r, "Til innringeren") || !strings.Contains(r, "Spør 101") {
		t.Error(r)
	}
	w.strike("F10")
	w.tellAll(softphone.HoldConfirmed{At: now0, Call: "b"}, softphone.ResumeConfirmed{At: now0, Call: "a"})
	if r := w.reads(); !strings.Contains(r, "I samtale, 101 venter") || !strings.Contains(r, "Venter, for ") || strings.Contains(r, "Til innringeren") {
		t.Error(r)
	}
	w.strike("Escape")
	w.strike("Escape")
	s := w.desk.State()
	if c, _ := s.Call("a"); c.Situation != "" || c.Transfer.Step != softphone.Consulting {
		t.Errorf("situation %q, %q", c.Situation, c.Transfer.Step)
	}
	if b, _ := s.Call("b"); !b.Live() || b.Changing != "" {
		t.Error("the one who waits was hung up on")
	}
	w.strike("F10")
	w.strike("Escape") // from the third party back to the caller
	if b, _ := w.desk.State().Call("b"); b.Changing != softphone.Ended {
		t.Errorf("%+v", b)
	}
}

func TestDialBar_APrincipalIsCalledByName(t *testing.T) {
	s, d := newDial(t, newStepDesk(append([]softphone.Event{opened()}, join(answered("a", "22413077"))...)...))
	p := softphone.Principal{ID: "lunde", FirstName: "Marit", Surname: "Lunde", Number: "101"}
	s.desk.Tell(softphone.PrincipalSaved{Press: softphone.Press{At: now0}, Principal: p})
	s.settled()
	d.paint(s.desk.State(), at)
	d.ask(forConsult, "a", "")
	s.typeIn(d.entry, "marit")
	if d.spoken.Text() != "101" {
		t.Fatalf("read as %q", d.spoken.Text())
	}
	d.entry.TypedKey(&fyne.KeyEvent{Name: fyne.KeyReturn})
	s.settled()
	got := lastTold[softphone.ConsultPressed](t, s.desk)
	if got.Number != "101" || got.Call != "a" || got.NewCall == "" || d.open() {
		t.Fatalf("%+v, open %v", got, d.open())
	}
}

func TestDialBar_ClosesWhenTheCallerItWasForIsGone(t *testing.T) {
	s, d := newDial(t, newStepDesk(append([]softphone.Event{opened()}, join(answered("a", "22413077"))...)...))
	d.ask(forTransfer, "a", "")
	s.desk.Tell(softphone.CallHungUp{At: now0, Call: "a", By: softphone.EndedByPeer})
	s.settled()
	d.paint(s.desk.State(), at)
	if d.open() {
		t.Fatal("a number is asked for nobody")
	}
}

func TestRedirect_TheCardAsksWhetherToCallThere(t *testing.T) {
	dialled := []softphone.Event{
		softphone.DialPressed{Press: softphone.Press{At: now0}, NewCall: "a", Number: "101"}, softphone.VoiceOpened{At: now0, Call: "a"},
		softphone.CallRedirected{At: now0, Call: "a", Targets: []string{"22413077"}},
		softphone.CallHungUp{At: now0, Call: "a", By: softphone.EndedByPeer, Reason: softphone.Reason{Code: softphone.Redirected}},
	}
	v := presentCall(stateOf(t, "nb", join(dialled)...), at, nb)
	if v.Asked != "Ringe 22 41 30 77 i stedet?" {
		t.Errorf("asks %q", v.Asked)
	}
	v = presentCall(stateOf(t, "nb", join(dialled, []softphone.Event{
		softphone.RedirectAnswered{Press: softphone.Press{At: now0, Call: "a"}}})...), at, nb)
	if v.Asked != "" {
		t.Errorf("still asks %q", v.Asked)
	}
}
