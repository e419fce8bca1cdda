package ui

import (
	"reflect"

	"anteroom/softphone"
	"anteroom/ui/kit"

	"fyne.io/fyne/v2"
)

// ringingPanel is the pop-up of an incoming call. It lies in the window's own layers, not in Fyne's overlays: these
// take the focus, and a word being typed must not end because the telephone rings.
type ringingPanel struct {
	w      *Window
	shown  ringingView
	typing bool
	drawn  bool
	body   kit.Box1
}

func newRingingPanel(w *Window) *ringingPanel {
	p := &ringingPanel{w: w, body: kit.Slot()}
	p.body.Put(nil)
	return p
}

func (p *ringingPanel) object() fyne.CanvasObject { return p.body.Container }

// up tells whether it shows.
func (p *ringingPanel) up() bool { return p.shown.Call != "" }

func (p *ringingPanel) paint(v ringingView, typing bool) {
	if p.drawn && typing == p.typing && reflect.DeepEqual(v, p.shown) {
		return
	}
	p.shown, p.typing, p.drawn = v, typing, true
	if v.Call == "" {
		p.body.Put(nil)
		return
	}
	layers := []fyne.CanvasObject{}
	if !typing && !v.Waiting { // the field being typed in stays bright, and so does who waits
		layers = append(layers, kit.Rect(kit.C.Veil, 0))
	}
	p.body.Put(kit.Stack(append(layers, kit.Hold(overMiddle{large: p.w.comfort.view != nil}, kit.Shadowed(p.draw(v))))...))
}

// leastPopUp is the width that names and buttons of the pop-up need, with its shadow.
const leastPopUp = 624

// overMiddle sets a panel over the middle column: neither the form being written nor those who wait are covered.
type overMiddle struct {
	large bool // letters: what it says goes before what it covers
}

func (overMiddle) MinSize([]fyne.CanvasObject) fyne.Size { return fyne.NewSize(1, 1) }

func (l overMiddle) Layout(o []fyne.CanvasObject, s fyne.Size) {
	left, right := deskColumns.sides(s.Width - railWidth - 32)
	left += railWidth + 16
	free := s.Width - left - right - 16
	w := min(804, free+24) // the shadow may reach over the gaps
	if l.large {
		w = max(w, min(leastPopUp, s.Width))
	}
	o[0].Resize(fyne.NewSize(w, o[0].MinSize().Height))
	h := o[0].MinSize().Height
	kit.Place(o[0], min(left+(free-w)/2, s.Width-w), max(0, (s.Height-h)/2), w, h)
}

func (p *ringingPanel) draw(v ringingView) fyne.CanvasObject {
	tr := p.w.tr
	c := ringColor(v.Ring, v.By)
	soft := kit.C.OkSoft
	switch {
	case v.Ring > v.By:
		soft = kit.C.DangerSoft
	case v.Ring == v.By:
		soft = kit.C.WarnSoft
	}
	head := kit.Row(16,
		kit.Stack(kit.Sized(56, 56, kit.Rect(soft, 28)), kit.Centre(kit.Icon("bell", c, 26))),
		kit.G(kit.Col(2, kit.T(tr("ringing.title"), kit.C.Muted, kit.Line, kit.Med), kit.E(v.Name, kit.C.Text, 26, kit.Semi))),
		kit.Col(6, kit.Row(0, kit.Fill(), kit.T(v.RingText, c, 16, kit.Semi)), kit.Row(0, kit.Fill(), kit.Meter(v.Ring, v.By, meterWidth(v.By, 34), 8, c)),
			kit.Row(0, kit.Fill(), kit.T(tr("ringing.answer_by", v.By), kit.C.Muted, kit.Small, kit.Reg))))
	var facts []any
	for _, f := range v.Facts {
		facts = append(facts, kit.G(factLines(f)))
	}
	a := []any{head, kit.RowS(16, facts...)}
	if len(v.Say) > 0 {
		a = append(a, sayBox(tr("desk.say"), v.Say, tr))
	}
	if r := v.Ruling; r.Title != "" {
		a = append(a, kit.Strip(r.Tone.color(), r.Tone.soft(), r.Icon, kit.Col(0, kit.E(r.Title, kit.C.Text, 14, kit.Semi), kit.E(r.Why, kit.C.Muted, 12.5, kit.Reg))))
	}
	call := v.Call
	answer := func() {
		p.w.press(func(x softphone.Press) softphone.Event { x.Call = call; return softphone.AnswerPressed{Press: x} })
	}
	quiet := tr("ringing.silence")
	var silence func()
	if v.Silenced {
		quiet = tr("ringing.silenced")
	} else {
		silence = func() { p.w.run("silence") }
	}
	a = append(a, kit.Row(8,
		kit.G(bigButton(kit.Primary, "phone", tr("desk.tile.answer"), p.w.keycap("answer"), answer)),
		kit.G(bigButton(kit.Default, "bell", quiet, p.w.keycap("escape"), silence)),
		kit.G(bigButton(kit.Danger, "x", tr("desk.tile.reject"), p.w.keycap("reject"), func() { p.w.run("reject") }))))
	var others []any
	small := func(id, word string) {
		face := kit.Row(6, kit.Keycap(p.w.keycap(id)), kit.T(word, kit.C.Text, 12.5, kit.Med))
		others = append(others, kit.NewTouch(kit.None, kit.None, 6, kit.Pad(3, 3, 0, 8, face), func() { p.w.run(id) }).WithHint(p.w.hintOf(id)))
	}
	small("later", tr("ringing.later"))
	small("deflect", tr("ringing.deflect"))
	a = append(a, kit.Row(8, append(others, kit.Fill())...))
	foot := []any{kit.Icon("smile", kit.C.Muted, 15), kit.G(kit.E(tr("ringing.smile"), kit.C.Muted, 12.5, kit.Reg))}
	if v.More != "" {
		foot = append(foot, kit.T(v.More, kit.C.Warn, 12.5, kit.Semi))
	}
	a = append(a, kit.Row(6, foot...))
	// The panel itself is touchable, so that a press beside its buttons does not reach what lies behind.
	return kit.NewTouch(kit.C.Surface, kit.C.Border, 12, kit.Pad(24, 20, 24, 24, kit.Col(16, a...)), nil)
}

func bigButton(k kit.Kind, icon, label, key string, do func()) *kit.Touch {
	fg, bg, line := kit.C.Text, kit.C.Surface, kit.C.Strong
	cap := kit.Keycap(key)
	switch k {
	case kit.Primary:
		fg, bg, line = kit.C.OnAccent, kit.C.Accent, kit.None
		cap = kit.KeycapC(key, fg, kit.None, kit.Alpha(fg, 0x80))
	case kit.Danger:
		fg, line = kit.C.Danger, kit.C.DangerLine
	}
	face := kit.Row(10, kit.Icon(icon, fg, 18), kit.G(kit.E(label, fg, 15, kit.Semi)), cap)
	return kit.NewTouch(bg, line, 8, kit.Stack(kit.Empty(0, 48), kit.Pad(0, 0, 14, 12, face)), do)
}

// typing tells whether the caret is in a text field.
func (w *Window) typing() bool {
	_, ok := w.canvas().Focused().(*kit.Entry)
	return ok
}
