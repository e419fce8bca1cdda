package kit

import (
	"strings"

	"fyne.io/fyne/v2"
)

// widthsKept is how many widths are kept: a window's words several times over.
const widthsKept = 1 << 14

type line struct {
	s    string
	size float32
	w    Weight
}

// widths are the lines measured in the letters of paper, which no palette changes. Shaping a word costs a good part of
// a millisecond, and the toolkit forgets its own measures after a minute and at every change of theme.
var widths = map[line]float32{}

// TextWidth is how wide a line would be drawn.
func TextWidth(s string, size float32, w Weight) float32 {
	if _, ours := fyne.CurrentApp().Settings().Theme().(*paper); !ours {
		return measure(s, size, w)
	}
	l := line{s, size, w}
	wide, known := widths[l]
	if !known {
		if len(widths) >= widthsKept {
			clear(widths)
		}
		wide = measure(s, size, w)
		l.s = strings.Clone(s) // a word must not keep the text it was cut from
		widths[l] = wide
	}
	return wide
}

func measure(s string, size float32, w Weight) float32 {
	st := fyne.TextStyle{Bold: w == Semi, Italic: w == Ital}
	var src fyne.Resource
	if w == Med {
		src = fontMedium
	}
	sz, _ := fyne.CurrentApp().Driver().RenderedTextSize(s, size, st, src)
	return sz.Width
}
