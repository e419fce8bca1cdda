package ui

import (
	"anteroom/softphone"
	"anteroom/ui/kit"

	"fyne.io/fyne/v2"
)

// find opens the search of the situations in place of their caption.
func (p *scriptPanel) find() {
	if !p.shown.Live || len(p.shown.Guide.All) == 0 {
		return
	}
	if p.search == nil {
		p.search = kit.NewEntry("", p.w.tr("desk.find"), func(string) { p.found() })
		p.search.OnSubmitted = func(string) { p.takeFound() }
		p.search.OnFocus = func(on bool) {
			if !on && p.search != nil { // Esc, or she went on elsewhere
				p.search = nil
				p.w.bridge.post(func() { p.found() })
			}
		}
	}
	p.found()
	p.w.canvas().Focus(p.search)
}

// found shows the situations that fit.
func (p *scriptPanel) found() {
	p.situations.Put(p.drawSituations(p.shown))
	kit.Relay(p.w.deskPage().column)
}

// takeFound lays the first that fits over the script.
func (p *scriptPanel) takeFound() {
	fit := softphone.FindSituations(p.shown.Guide.All, p.search.Text)
	if len(fit) == 0 {
		return
	}
	id := fit[0].ID
	p.w.canvas().Unfocus()
	p.w.press(func(x softphone.Press) softphone.Event { return softphone.SituationPressed{Press: x, Situation: id} })
}

// fitting is the situations to show, and what stands above them.
func (p *scriptPanel) fitting(v scriptView) ([]softphone.Situation, fyne.CanvasObject) {
	if p.search == nil {
		return v.Guide.All, nil
	}
	fit := softphone.FindSituations(v.Guide.All, p.search.Text)
	note := p.w.tr("desk.find.take")
	if len(fit) == 0 {
		note = p.w.tr("desk.find.none", p.search.Text)
	}
	return fit, kit.Row(8, kit.G(p.search), kit.T(note, kit.C.Muted, kit.Small, kit.Reg))
}

// minuteChips are the times to promise for looking something up.
func (p *scriptPanel) minuteChips(g softphone.Guide) fyne.CanvasObject {
	chips := []fyne.CanvasObject{kit.Hold(centred{}, kit.T(p.w.tr("desk.search.how_long"), kit.C.Muted, kit.Line, kit.Reg))}
	for _, m := range g.Minutes {
		n := count(m)
		chips = append(chips, keyed(n, p.w.tr("desk.search.minutes", m), kit.C.Surface, kit.C.Strong, 34, func() { choose(p.w, n) }))
	}
	return kit.WrapBox(8, 8, chips...)
}

// centred sets its child in the middle of the height of a chip.
type centred struct{}

func (centred) MinSize(o []fyne.CanvasObject) fyne.Size {
	return fyne.NewSize(o[0].MinSize().Width, 34)
}

func (centred) Layout(o []fyne.CanvasObject, s fyne.Size) {
	h := o[0].MinSize().Height
	kit.Place(o[0], 0, (s.Height-h)/2, s.Width, h)
}
