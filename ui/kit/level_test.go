package kit

import (
	"testing"

	"fyne.io/fyne/v2/test"
)

func TestLevelMeter_ShowsDecibelsAndSaysWhenNothingChanged(t *testing.T) {
	test.NewTempApp(t)
	m := NewLevelMeter(-30, -12)
	window(t, m)
	for _, c := range []struct {
		decibels float32
		lit      int
		text     string
	}{{-90, 0, "–"}, {-60, 0, "–"}, {-59, 1, "−59 dB"}, {-19, 21, "−19 dB"}, {0, 30, "0 dB"}, {3, 30, "3 dB"}, {-90, 0, "–"}} {
		m.Set(c.decibels)
		if m.Lit() != c.lit || m.Text() != c.text {
			t.Errorf("%v dB: %d segments, %q", c.decibels, m.Lit(), m.Text())
		}
	}
	m.Set(-20)
	if m.segments[0].FillColor != C.Ok || m.segments[29].FillColor != C.Border {
		t.Error("the colours do not follow")
	}
	m.Set(0)
	if m.segments[29].FillColor != C.Warn {
		t.Error("too loud looks like good")
	}
	if m.Set(0) || m.Set(0.3) || !m.Set(-3) {
		t.Error("tells a change where there is none, or none where there is one")
	}
}
