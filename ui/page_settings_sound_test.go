package ui

import (
	"strings"
	"testing"
	"time"

	"anteroom/softphone"
)

func TestSound_MetersMoveOnlyWhileTheyShow(t *testing.T) {
	h := newWhole(t, "nb", lineUp)
	now := softphone.Levels{Microphone: -19, Headset: -90}
	asked := 0
	h.levels = func() softphone.Levels { asked++; return now }
	h.open(pageSettings)
	if next := h.paint(nil); next <= paintGap || asked > 0 {
		t.Fatalf("painted again after %v, asked %d times, with no meter on screen", next, asked)
	}
	p := h.pages[pageSettings].(*settingsPage)
	p.turn("sound")
	if next := h.paint(nil); next != paintGap {
		t.Fatalf("painted again after %v", next)
	}
	if p.meters.mic.Text() != "−19 dB" || p.meters.headset.Text() != "–" {
		t.Fatalf("%q, %q", p.meters.mic.Text(), p.meters.headset.Text())
	}
	now.Microphone = -30
	h.pass(100 * time.Millisecond)
	if p.meters.mic.Lit() != 15 {
		t.Errorf("%d segments", p.meters.mic.Lit())
	}
	h.open(pageDesk)
	if next := h.paint(nil); next <= paintGap {
		t.Errorf("painted again after %v behind another page", next)
	}
}

func TestSound_TheTestSaysWhatToDoAndIsNoUseInACall(t *testing.T) {
	for _, lang := range []string{"nb", "en"} {
		h := newWhole(t, lang, lineUp)
		h.levels = func() softphone.Levels { return softphone.Levels{} }
		h.open(pageSettings)
		p := h.pages[pageSettings].(*settingsPage)
		p.turn("sound")
		reads := func() string { return strings.Join(textsIn(p.meters.test.Container), "|") }
		h.pass(0)
		if !strings.Contains(reads(), h.tr("settings.test.what")) {
			t.Fatal(reads())
		}
		h.canvas().Focus(p.meters.button)
		h.strike("Return")
		lastTold[softphone.SoundTestPressed](t, h.desk)
		for _, stage := range []softphone.SoundTestStage{softphone.SoundTestPhrase, softphone.SoundTestRecord, softphone.SoundTestPlaying} {
			h.tellAll(softphone.SoundTestMoved{At: now0, Stage: stage})
			if !strings.Contains(reads(), h.tr("settings.test."+string(stage))) {
				t.Errorf("%s: %s", stage, reads())
			}
			if h.canvas().Focused() != p.meters.button {
				t.Errorf("%s: the button has lost the focus", stage)
			}
		}
		if m := h.win.Content().MinSize(); m.Width > 1280 || m.Height > 720 {
			t.Errorf("%s: needs %v", lang, m)
		}
		h.tellAll(answered("a", "22410000")...)
		if !strings.Contains(reads(), h.tr("settings.test.not_now")) {
			t.Errorf("%s", reads())
		}
	}
}
