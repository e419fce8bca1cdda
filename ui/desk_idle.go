package ui

import (
	"reflect"

	"anteroom/softphone"
	"anteroom/ui/kit"

	"fyne.io/fyne/v2"
)

// idlePanel is the notices of the last run, and the practice callers while no call is up.
type idlePanel struct {
	w       *Window
	shown   idleView
	drawn   bool
	notices kit.Box1
	body    kit.Box1
}

func newIdlePanel(w *Window) *idlePanel {
	p := &idlePanel{w: w, notices: kit.Slot(), body: kit.Slot()}
	p.notices.Put(nil)
	p.body.Put(nil)
	return p
}

func (p *idlePanel) object() fyne.CanvasObject { return p.body.Container }

// paint tells whether anything changed.
func (p *idlePanel) paint(v idleView) bool {
	if p.drawn && reflect.DeepEqual(v, p.shown) {
		return false
	}
	p.shown, p.drawn = v, true
	p.notices.Put(p.drawNotices(v))
	p.body.Put(p.drawPractice(v))
	return true
}

func (p *idlePanel) drawNotices(v idleView) fyne.CanvasObject {
	tr := p.w.tr
	var a []any
	strip := func(icon, words, deed string, do, away func()) {
		if words == "" {
			return
		}
		a = append(a, kit.Strip(kit.C.Warn, kit.C.WarnSoft, icon, kit.P(words, kit.C.Text, kit.Line, kit.Med),
			kit.Btn(kit.Default, "", deed, "", do), kit.Btn(kit.Ghost, "x", "", "", away).WithHint(tr("bar.close"))))
	}
	strip("warn", v.Unfinished, tr("desk.unfinished.show"), func() { p.w.open(pageJournal) }, func() { p.w.seen.unfinished = true; p.w.repaint() })
	strip("note", v.Offered, tr("desk.offered.open"), func() {
		p.w.openDraft(v.OfferedID)
		p.w.seen.offered = true
		p.w.repaint()
	}, func() { p.w.seen.offered = true; p.w.repaint() })
	if v.Role != "" {
		a = append(a, p.drawRole(v.Role))
	}
	if len(a) == 0 {
		return nil
	}
	return kit.Col(8, a...)
}

// drawRole asks at the start who sits at the desk, where that is not always the secretary.
func (p *idlePanel) drawRole(now softphone.Role) fyne.CanvasObject {
	answered := func() { p.w.seen.role = true; p.w.repaint() }
	return kit.Strip(kit.C.Accent, kit.C.AccentSoft, "user", kit.Col(4, kit.T(p.w.tr("role.title"), kit.C.Text, kit.Line, kit.Med),
		roleChoice(p.w, now, answered)), kit.Btn(kit.Ghost, "x", "", "", answered).WithHint(p.w.tr("bar.close")))
}

func (p *idlePanel) drawPractice(v idleView) fyne.CanvasObject {
	tr := p.w.tr
	if v.Trouble != "" {
		return kit.Strip(kit.C.Danger, kit.C.DangerSoft, "warn", kit.P(tr("desk.practice.trouble", v.Trouble), kit.C.Text, kit.Line, kit.Med))
	}
	if !v.Practice {
		return nil
	}
	ring := kit.KeyBtn(kit.Primary, "wave", tr("desk.practice.ring"), p.w.keycap("practice"), func() { p.w.run("practice") }).WithHint(p.w.hintOf("practice"))
	a := []any{kit.Row(12, kit.G(kit.Col(2, kit.T(tr("desk.practice"), kit.C.Text, kit.Head, kit.Semi),
		kit.P(tr("desk.practice.why"), kit.C.Muted, kit.Line, kit.Reg))), ring)}
	for _, c := range v.Callers {
		row := kit.Row(12, kit.W(150, kit.E(c.Name, kit.C.Text, kit.Line, kit.Med)), kit.G(kit.E(c.Story, kit.C.Muted, kit.Line, kit.Reg)),
			kit.Icon("phone", kit.C.Accent, 15))
		call := func() { p.w.practise(c.ID) }
		a = append(a, kit.NewTouch(kit.C.Sunken, kit.None, 6, kit.Pad(7, 7, 12, 12, row), call).WithHint(tr("desk.practice.hint", c.Name)))
	}
	return kit.Card(16, kit.Col(8, a...))
}
