package kit

import (
	"image/color"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
)

// Rect is a filled area with round corners.
func Rect(fill color.Color, r float32) *canvas.Rectangle {
	b := canvas.NewRectangle(fill)
	b.CornerRadius = r
	return b
}

// Box is a filled area with a hairline around it.
func Box(fill, stroke color.NRGBA, r float32) *canvas.Rectangle {
	b := Rect(fill, r)
	b.StrokeColor, b.StrokeWidth = stroke, 1
	return b
}

// LineH is a hairline.
func LineH(c color.NRGBA) fyne.CanvasObject { return Sized(1, 1, canvas.NewRectangle(c)) }

// Sized gives a rectangle a smallest size.
func Sized(w, h float32, r *canvas.Rectangle) *canvas.Rectangle {
	r.SetMinSize(fyne.NewSize(w, h))
	return r
}

// Card is a white sheet with a hairline.
func Card(inset float32, o fyne.CanvasObject) *fyne.Container {
	return Stack(Box(C.Surface, C.Border, 8), PadA(inset, o))
}

// Panel is a card whose content runs to its edges.
func Panel(o fyne.CanvasObject) *fyne.Container {
	return Stack(Box(C.Surface, C.Border, 8), PadA(1, o))
}

// Well is a sunken area inside a card.
func Well(o fyne.CanvasObject) *fyne.Container {
	return Stack(Rect(C.Sunken, 6), Pad(8, 8, 12, 12, o))
}

// Heading is a card's title, with anything at its right.
func Heading(s string, right ...any) *fyne.Container {
	return Row(8, append([]any{T(s, C.Text, Head, Semi), Fill()}, right...)...)
}

// Caption is a small label above something.
func Caption(s string) fyne.CanvasObject { return E(s, C.Muted, Small, Med) }

// PageHead is a page's title with a line beside it, and anything at its right.
func PageHead(title, sub string, right ...any) *fyne.Container {
	a := []any{T(title, C.Text, Title, Semi), G(Pad(6, 0, 0, 0, E(sub, C.Muted, Line, Reg)))}
	return Row(12, append(a, right...)...)
}

// Keycap is a key as it stands on the keyboard; nil-like (an empty space) without a key.
func Keycap(s string) fyne.CanvasObject { return KeycapC(s, C.Muted, C.Surface, C.Strong) }

// KeycapC is a key cap in given colours.
func KeycapC(s string, fg, bg, line color.NRGBA) fyne.CanvasObject {
	if s == "" {
		return Empty(0, 18)
	}
	return Stack(Sized(20, 18, Box(bg, line, 4)), Pad(0, 0, 5, 5, Centre(T(s, fg, Tiny, Med))))
}

// Pill is a rounded notice, with a mark before its words (or nil).
func Pill(s string, fg, bg color.NRGBA, lead fyne.CanvasObject) fyne.CanvasObject {
	r := Row(0, T(s, fg, Small, Med))
	if lead != nil {
		r = Row(5, lead, T(s, fg, Small, Med))
	}
	return Stack(Rect(bg, 11), Pad(3, 3, 9, 9, r))
}

// Avatar is a disc with initials.
func Avatar(s string, d float32) fyne.CanvasObject {
	return Stack(Sized(d, d, Rect(C.AccentSoft, d/2)), Centre(T(s, C.Accent, max(Tiny, d*0.34), Semi)))
}

// Strip is a tinted line with a coloured edge: a verdict, a notice.
func Strip(c, soft color.NRGBA, icon string, body fyne.CanvasObject, right ...any) *fyne.Container {
	a := append([]any{Icon(icon, c, 20), G(body)}, right...)
	return Stack(Rect(soft, 6), RowS(0, W(4, Rect(c, 2)), G(Pad(6, 6, 12, 12, Row(12, a...)))))
}

// Shadowed sets a raised panel over soft strokes (Fyne has no shadow for own surfaces).
func Shadowed(o fyne.CanvasObject) *fyne.Container {
	var l []fyne.CanvasObject
	for i := 7; i >= 1; i-- {
		d := float32(i) * 3
		l = append(l, Pad(14-d*0.4, 14-d-4, 22-d, 22-d, Rect(C.Shadow, 12+d/2)))
	}
	return Stack(append(l, Pad(22, 22, 22, 22, o))...)
}
