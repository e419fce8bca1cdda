package ui

import (
	"testing"

	"anteroom/softphone"

	"fyne.io/fyne/v2"
)

func newDial(t *testing.T, d *stepDesk) (*screen, *dialBar) {
	s := newScreen(t, "nb", d)
	b := newDialBar(s.Window)
	s.dial = b
	s.show(b.object(), 900, 60)
	return s, b
}

func TestDial_EnterDialsWhatWasTyped(t *testing.T) {
	d := newStepDesk(opened())
	d.Tell(softphone.LineChanged{At: now0, Line: "l", State: softphone.LineRegistered})
	s, b := newDial(t, d)
	if b.open() {
		t.Fatal("the bar is open before anybody asked")
	}
	b.focus()
	s.typeIn(b.entry, "22 41 30 77")
	if b.spoken.Text() != "22 41 30 77" {
		t.Errorf("%q", b.spoken.Text())
	}
	b.entry.TypedKey(&fyne.KeyEvent{Name: fyne.KeyReturn})
	s.settled()
	e := lastTold[softphone.DialPressed](t, s.desk)
	if e.Number != "22 41 30 77" || len(e.NewCall) != 32 || b.open() {
		t.Fatalf("%+v, open %v", e, b.open())
	}
}

func TestDial_ARefusalKeepsTheNumber(t *testing.T) {
	s, b := newDial(t, newStepDesk(opened())) // the line is not registered
	b.begin("55001720")
	b.enter()
	s.settled()
	if !b.open() || b.entry.Text != "55001720" || s.notice.Text == "" {
		t.Fatalf("open %v with %q, told %q", b.open(), b.entry.Text, s.notice.Text)
	}
}

func TestDial_WhileTalkingKeysAreTones(t *testing.T) {
	d := newStepDesk(opened(), arrives("a", "22413077"),
		softphone.AnswerPressed{Press: softphone.Press{At: now0, Call: "a"}},
		softphone.VoiceOpened{At: now0, Call: "a"}, softphone.MediaAgreed{At: now0, Call: "a"}, softphone.CallAnswered{At: now0, Call: "a"})
	if c, _ := d.State().Call("a"); c.State != softphone.Talking {
		t.Fatalf("the call is %s", c.State)
	}
	s, b := newDial(t, d)
	b.focus()
	s.typeIn(b.entry, "1x#a")
	var digits string
	for _, e := range s.desk.events() {
		if e, ok := e.(softphone.DigitsPressed); ok && e.Call == "a" {
			digits += e.Digits
		}
	}
	if digits != "1#A" {
		t.Fatalf("%q was sent", digits)
	}
	d.Tell(softphone.CallHungUp{At: now0, Call: "a", By: softphone.EndedByPeer})
	s.settled()
	b.paint(s.state, at)
	s.typeIn(b.entry, "22")
	if b.purpose != forDialling || b.entry.Text != "22" {
		t.Fatalf("after the call: for %s, %q", b.purpose, b.entry.Text)
	}
}

func TestDial_ANumberFromOutsideLeavesTheCaretWhereItIs(t *testing.T) {
	s, b := newDial(t, newStepDesk(opened()))
	b.offer("+442079460142")
	if !b.open() || b.entry.Text != "+442079460142" || b.entry.Focused() {
		t.Fatalf("open %v with %q, caret %v", b.open(), b.entry.Text, b.entry.Focused())
	}
	s.settled()
}
