package ui

import (
	"slices"
	"testing"
	"time"

	"anteroom/softphone"
	"anteroom/ui/kit"

	"fyne.io/fyne/v2"
)

// large is the smallest window with letters of 130 per cent, in units of the letters.
func (h *whole) large() {
	h.setTo(softphone.SetTextSize, "130")
	h.win.Resize(fyne.NewSize(1280/1.3, 720/1.3-menuBar))
	h.pass(0)
	kit.Relay(h.win.Content())
}

func TestTopBar_WordsGiveWayToNumbersWhereThereIsNoRoom(t *testing.T) {
	t.Setenv("FYNE_SCALE", "1")
	for _, l := range languages {
		h := newWhole(t, l, lineUp)
		v := h.frame.shown
		v.Undisturbed, v.Undelivered, v.Drafts = h.tr("frame.do_not_disturb"), h.tr("way.undelivered", 12), h.tr("frame.drafts", 3)
		v.Voicemail, v.Date = h.tr("frame.voicemail", 2), "lør. 28. november"
		for _, wide := range []float32{1440, 1280, 1280 / 1.3} {
			o := h.frame.drawTop(v)
			if m := o.MinSize().Width; m > wide {
				t.Errorf("%s: needs %.0f of %.0f", l, m, wide)
			}
			o.Resize(fyne.NewSize(wide, 46))
			var seen []string
			everyObject(o, func(x fyne.CanvasObject) { seen = append(seen, textsIn(x)...) })
			if full := slices.Contains(seen, v.Undelivered); !full && !slices.Contains(seen, "12") {
				t.Errorf("%s, %.0f: neither words nor a number for what is not delivered", l, wide)
			}
			right := h.frame.clock.Position().X + h.frame.clock.Size().Width
			if right > wide-40 {
				t.Errorf("%s, %.0f: the clock ends at %.0f", l, wide, right)
			}
			if h.finder.field.Size().Width < 150 {
				t.Errorf("%s, %.0f: the search has %.0f", l, wide, h.finder.field.Size().Width)
			}
		}
	}
}

func TestRail_DrawsTogetherInALowWindow(t *testing.T) {
	h := newWhole(t, "nb", lineUp)
	o := h.frame.drawRail(h.frame.shown)
	for _, high := range []float32{900, 560, o.MinSize().Height} {
		o.Resize(fyne.NewSize(railWidth, high))
		var foot float32
		everyObject(o, func(x fyne.CanvasObject) {
			if b, ok := x.(*kit.Touch); ok {
				p := h.app.Driver().AbsolutePositionForObject(b).Y
				if b.Size().Height+0.5 < b.MinSize().Height {
					t.Errorf("%.0f: an item has %.0f of %.0f", high, b.Size().Height, b.MinSize().Height)
				}
				foot = max(foot, p+b.Size().Height)
			}
		})
		if foot == 0 || foot > high {
			t.Errorf("%.0f: the last item ends at %.0f", high, foot)
		}
	}
}

func TestLargeLetters_TheFieldAndTheSentenceAreInSight(t *testing.T) {
	t.Setenv("FYNE_SCALE", "1")
	for _, l := range languages {
		h := newWhole(t, l, join(answered("a", "22413077"), []softphone.Event{selects("a")})...)
		h.large()
		h.pass(time.Second)
		view, d := h.comfort.view, h.deskPage()
		if foot := h.bottom(d.script.say); foot > h.bottom(d.middle)+1 {
			t.Errorf("%s: the greeting ends at %.0f, the column at %.0f", l, foot, h.bottom(d.middle))
		}
		h.strike("1") // the next sentence
		h.pass(0)
		if foot := h.bottom(d.script.say); foot > h.bottom(d.middle)+1 {
			t.Errorf("%s: the sentence ends at %.0f, the column at %.0f", l, foot, h.bottom(d.middle))
		}
		h.strike("F8")
		h.pass(0)
		e, ok := h.canvas().Focused().(*kit.Entry)
		if !ok {
			t.Fatalf("%s: the caret is in %T", l, h.canvas().Focused())
		}
		if right, edge := h.left(e)+e.Size().Width, h.left(view)+view.Size().Width; right > edge {
			t.Errorf("%s: the field ends at %.0f, the page at %.0f", l, right, edge)
		}
		h.strike("Escape")
		h.pass(0)
		if view.Offset.X != 0 {
			t.Errorf("%s: after Esc the page is scrolled by %v", l, view.Offset)
		}
		h.strike("F8")
		h.pass(0)
		h.open(pageMessages)
		h.pass(0)
		if view.Offset.X != 0 {
			t.Errorf("%s: another page begins scrolled by %v", l, view.Offset)
		}
	}
}

func TestRinging_ThePopUpHasRoomForItsWordsWithLargeLetters(t *testing.T) {
	t.Setenv("FYNE_SCALE", "1")
	for _, l := range languages {
		h := newWhole(t, l, lineUp, arrives("a", "22413077"))
		h.large()
		all := h.frame.ringing.object()
		if !h.frame.ringing.up() || !shows(all, h.tr("desk.tile.reject")) || !shows(all, h.tr("desk.tile.answer")) || !shows(all, h.tr("ringing.silence")) {
			t.Errorf("%s: %q", l, textsIn(all))
		}
		everyObject(all, func(o fyne.CanvasObject) {
			b, ok := o.(*kit.Touch)
			if p := h.app.Driver().AbsolutePositionForObject(o); ok && (p.X < 0 || p.X+b.Size().Width > 1280/1.3 || p.Y+b.Size().Height > 720/1.3-menuBar || b.Size().Width+0.5 < b.MinSize().Width) {
				t.Errorf("%s: %q at %v, %v of %v", l, textsIn(o), p, b.Size(), b.MinSize())
			}
		})
	}
}
