package kit

import (
	"fmt"
	"testing"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/test"
)

// asked counts how often the toolkit measures.
type asked struct {
	fyne.Driver
	n int
}

func (a *asked) RenderedTextSize(s string, size float32, st fyne.TextStyle, src fyne.Resource) (fyne.Size, float32) {
	a.n++
	return a.Driver.RenderedTextSize(s, size, st, src)
}

// counting is the test app with a driver that counts.
type counting struct {
	fyne.App
	driver *asked
}

func (c *counting) Driver() fyne.Driver { return c.driver }

func countMeasures(t *testing.T) *asked {
	t.Helper()
	a := test.NewTempApp(t)
	c := &counting{a, &asked{Driver: a.Driver()}}
	fyne.SetCurrentApp(c)
	t.Cleanup(func() { fyne.SetCurrentApp(a) })
	clear(widths)
	return c.driver
}

func TestTextWidth_IsMeasuredOnceWhateverThePalette(t *testing.T) {
	d := countMeasures(t)
	first := map[line]float32{}
	for i, p := range []Palette{Light, Dark, Contrast, Light} {
		Use(fyne.CurrentApp(), p)
		for _, w := range []Weight{Reg, Med, Semi, Ital} {
			for _, size := range []float32{Tiny, Title} {
				l := line{"Sætre, Åse", size, w}
				got := TextWidth(l.s, l.size, l.w)
				if i == 0 {
					first[l] = got
				}
				if want := measure(l.s, l.size, l.w); got != first[l] || got != want {
					t.Errorf("%+v is %v wide, at first %v, measured now %v", l, got, first[l], want)
				}
			}
		}
	}
	d.n = 0
	if TextWidth("Sætre, Åse", Tiny, Med); d.n != 0 {
		t.Errorf("measured %d times more", d.n)
	}
	if first[line{"Sætre, Åse", Title, Semi}] == first[line{"Sætre, Åse", Title, Reg}] {
		t.Error("the weights are as wide as one another")
	}
}

func TestTextWidth_InAnotherThemesLettersIsNotKept(t *testing.T) {
	countMeasures(t) // with a theme that is not ours
	other := TextWidth("Nordvik Rederi AS", Title, Reg)
	Use(fyne.CurrentApp(), Light)
	if ours := TextWidth("Nordvik Rederi AS", Title, Reg); ours != measure("Nordvik Rederi AS", Title, Reg) || len(widths) != 1 {
		t.Errorf("%v wide, in the other letters %v; %d kept", ours, other, len(widths))
	}
}

func TestTextWidth_KeepsNoMoreThanItMay(t *testing.T) {
	countMeasures(t)
	Use(fyne.CurrentApp(), Light)
	for i := range widthsKept {
		widths[line{s: fmt.Sprint(i)}] = 1
	}
	if got, want := TextWidth("én til", Body, Reg), measure("én til", Body, Reg); got != want || len(widths) > widthsKept {
		t.Errorf("%v wide, want %v; %d kept", got, want, len(widths))
	}
}
