package ui

import (
	"anteroom/softphone"
	"anteroom/ui/kit"

	"fyne.io/fyne/v2"
)

// welcomePanel is the card that explains the desk, at the first start and from the help menu.
type welcomePanel struct {
	w     *Window
	asked bool // from the menu
	drawn bool
	role  *kit.Segmented
	body  kit.Box1
}

func newWelcomePanel(w *Window) *welcomePanel {
	p := &welcomePanel{w: w, body: kit.Slot()}
	p.body.Put(nil)
	return p
}

func (p *welcomePanel) object() fyne.CanvasObject { return p.body.Container }

// paint shows the card unless a call rings or lasts: then the desk itself explains more.
func (p *welcomePanel) paint(s softphone.State) {
	up := (s.WelcomeCard || p.asked) && !anyCall(s, softphone.Call.Live)
	if p.role != nil {
		p.role.Set(string(s.Role()))
	}
	if up == p.drawn {
		return
	}
	p.drawn = up
	if !up {
		p.body.Put(nil)
		return
	}
	p.body.Put(kit.Stack(kit.Rect(kit.C.Veil, 0), kit.Hold(overMiddle{}, kit.Shadowed(p.draw()))))
}

func (p *welcomePanel) draw() fyne.CanvasObject {
	tr := p.w.tr
	line := func(key, words string) fyne.CanvasObject {
		return kit.Row(12, kit.W(64, kit.Row(0, kit.Fill(), kit.Keycap(key))), kit.G(kit.P(words, kit.C.Text, kit.Line, kit.Reg)))
	}
	rows := []any{
		line(p.w.keycap("answer"), tr("welcome.answer")),
		line(p.w.keycap("choice"), tr("welcome.script")),
		line(p.w.keycap("message"), tr("welcome.message")),
		line(p.w.keycap("hold"), tr("welcome.hold")),
		line(p.w.keycap("return"), tr("welcome.return")),
		line(p.w.keycap("escape"), tr("welcome.escape")),
		line(p.w.keycap("help"), tr("welcome.help")),
	}
	soon := tr("welcome.soon")
	if p.w.state.Settings.Get(softphone.SetFirstCallDone) == "yes" {
		soon = tr("welcome.practice", p.w.keycap("practice"))
	}
	p.role = roleChoice(p.w, p.w.state.Role(), nil)
	a := []any{
		kit.Col(4, kit.T(tr("welcome.title"), kit.C.Text, kit.Title, kit.Semi), kit.P(tr("welcome.text"), kit.C.Muted, kit.Body, kit.Reg)),
		kit.Well(kit.Col(8, rows...)),
		kit.Col(4, kit.T(tr("role.title"), kit.C.Text, kit.Line, kit.Med), p.role),
		kit.Row(12, kit.G(kit.P(soon, kit.C.Text, kit.Line, kit.Med)),
			kit.W(180, bigButton(kit.Primary, "check", tr("welcome.close"), p.w.keycap("escape"), p.w.frame.closeWelcome))),
	}
	return kit.NewTouch(kit.C.Surface, kit.C.Border, 12, kit.Pad(24, 20, 24, 24, kit.Col(16, a...)), nil)
}

// showWelcome brings the card back.
func (f *frame) showWelcome(on bool) {
	f.welcome.asked = on
	f.welcome.paint(f.w.state)
}

func (f *frame) welcomeUp() bool { return f.welcome.drawn }

// closeWelcome puts the card away for good.
func (f *frame) closeWelcome() {
	f.welcome.asked = false
	if f.w.state.WelcomeCard {
		f.w.press(func(x softphone.Press) softphone.Event { return softphone.CardClosed{Press: x} })
	}
	f.welcome.paint(f.w.state)
}
