package ui

import (
	"anteroom/softphone"
	"anteroom/ui/kit"

	"fyne.io/fyne/v2"
)

// How wide the titles of a script's steps may be together to stand beside their numbers; in the narrowest column, with large letters.
const widestSteps, narrowSteps = 300, 210

// mostPicks is how many scripts are offered at a time; more are found by typing.
const mostPicks = 9

func stepsFit(titles []string, widest float32) bool {
	var w float32
	for _, t := range titles {
		w += kit.TextWidth(t, kit.Line, kit.Semi)
	}
	return w <= widest && len(titles) <= 5
}

// fieldRow is what the step wants filled in: what is there, what may be, and what is still to be asked. A press goes to it.
func (p *scriptPanel) fieldRow(v scriptView) fyne.CanvasObject {
	if !v.Live || len(v.Guide.Fields) == 0 {
		return nil
	}
	chips := []fyne.CanvasObject{kit.Stack(kit.Empty(0, 22), kit.Hold(fieldHead{}, kit.T(p.w.tr("desk.fields"), kit.C.Muted, kit.Small, kit.Med)))}
	for _, f := range v.Guide.Fields {
		icon, ink, fill, name := "plus", kit.C.Muted, kit.C.Sunken, p.w.tr("field."+string(f.Name))
		switch {
		case f.Value != "":
			icon, ink, fill = "check", kit.C.Ok, kit.C.OkSoft
		case f.Required:
			icon, ink, fill, name = "warn", kit.C.Warn, kit.C.WarnSoft, p.w.tr("desk.field.wanted", name)
		}
		field := string(f.Name)
		chips = append(chips, kit.NewTouch(fill, kit.None, 6, kit.Stack(kit.Empty(0, 22), kit.Pad(0, 0, 6, 8, kit.Row(5,
			kit.Icon(icon, ink, 13), kit.T(name, kit.C.Text, kit.Small, kit.Reg)))), func() { p.w.focus(field) }))
	}
	return kit.WrapBox(6, 4, chips...)
}

// fieldHead sets the caption of the fields in the middle of their height.
type fieldHead struct{}

func (fieldHead) MinSize(o []fyne.CanvasObject) fyne.Size {
	return fyne.NewSize(o[0].MinSize().Width, 22)
}

func (fieldHead) Layout(o []fyne.CanvasObject, s fyne.Size) {
	h := o[0].MinSize().Height
	kit.Place(o[0], 0, (s.Height-h)/2, s.Width, h)
}

// findScript opens the list of scripts in place of the choices: a word narrows it, Enter runs the first.
func (p *scriptPanel) findScript() {
	if !p.shown.Live {
		return
	}
	p.own = nil
	if p.pick == nil {
		p.pick = kit.NewEntry("", p.w.tr("desk.script.find"), func(string) { p.redraw() })
		p.pick.OnSubmitted = func(string) { p.takePicked() }
		p.pick.OnFocus = func(on bool) {
			if !on && p.pick != nil { // Esc, or she went on elsewhere
				p.pick = nil
				p.w.bridge.post(p.redraw)
			}
		}
	}
	p.redraw()
	p.w.canvas().Focus(p.pick)
}

// redraw paints what stands above the situations anew.
func (p *scriptPanel) redraw() {
	p.upper.Put(p.drawUpper(p.shown))
	kit.Relay(p.w.deskPage().column)
}

func (p *scriptPanel) takePicked() {
	if fit := p.w.state.FindScripts(p.pick.Text); len(fit) > 0 {
		p.runScript(fit[0].ID)
	}
}

// runScript runs a script in the call shown; the one that runs begins again.
func (p *scriptPanel) runScript(id softphone.ScriptID) {
	call := p.shown.Call
	p.w.canvas().Unfocus()
	p.w.press(func(x softphone.Press) softphone.Event {
		x.Call = call
		return softphone.ScriptPressed{Press: x, Script: id}
	})
}

func (p *scriptPanel) pickRows() []any {
	fit := p.w.state.FindScripts(p.pick.Text)
	note := p.w.tr("desk.script.take")
	if len(fit) == 0 {
		note = p.w.tr("desk.script.none", p.pick.Text)
	}
	var chips []fyne.CanvasObject
	for i, sc := range fit[:min(len(fit), mostPicks)] {
		fill, line := kit.C.Surface, kit.C.Strong
		if i == 0 && p.pick.Text != "" {
			fill, line = kit.C.AccentSoft, kit.C.Accent
		}
		name := sc.Name
		if sc.ID == p.shown.Guide.Script {
			name = p.w.tr("desk.script.again", name)
		}
		id := sc.ID
		chips = append(chips, kit.NewPick(fill, line, 6, kit.Stack(kit.Empty(0, 30), kit.Pad(0, 0, 10, 10,
			kit.Row(0, kit.T(name, kit.C.Text, kit.Line, kit.Reg)))), p.w.bridge.post, func() { p.runScript(id) }).WithHint(sc.About))
	}
	return []any{kit.Row(8, kit.G(p.pick), kit.T(note, kit.C.Muted, kit.Small, kit.Reg)), kit.WrapBox(6, 6, chips...)}
}

// writeOwn opens a field for a wording of her own, beginning with the one shown; Enter keeps it and shows it first.
func (p *scriptPanel) writeOwn() {
	g := p.shown.Guide
	if !p.shown.Live || len(g.Steps) == 0 || g.To != softphone.ToCaller {
		p.w.notify(noticeRefused, p.w.tr("key.not_now", p.w.tr("key.own_wording")))
		return
	}
	p.pick = nil
	old := ""
	if g.Own {
		old = g.Template
	}
	p.own = kit.NewEntry(g.Template, p.w.tr("desk.own.hint"), nil)
	p.own.OnSubmitted = func(text string) { p.takeOwn(old, text) }
	p.own.OnFocus = func(on bool) {
		if !on && p.own != nil {
			p.own = nil
			p.w.bridge.post(p.redraw)
		}
	}
	p.redraw()
	p.w.canvas().Focus(p.own)
}

func (p *scriptPanel) takeOwn(old, text string) {
	if code, detail := softphone.SayingFault(text); text != "" && code != "" {
		p.w.notify(noticeRefused, faultWords(code, detail, p.w.tr))
		return
	}
	call := p.shown.Call
	p.w.canvas().Unfocus()
	if text == old || text == "" && old == "" {
		return
	}
	p.w.press(func(x softphone.Press) softphone.Event {
		x.Call = call
		return softphone.WordingWritten{Press: x, Text: text, Old: old}
	})
}

func (p *scriptPanel) ownRow() fyne.CanvasObject {
	return kit.Col(4, p.own, kit.P(p.w.tr("desk.own.note"), kit.C.Muted, kit.Small, kit.Reg))
}
