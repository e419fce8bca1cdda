package ui

import (
	"strings"
	"time"

	"anteroom/softphone"
	"anteroom/ui/kit"

	"fyne.io/fyne/v2"
)

// policyFoot is the line under a sheet: what is not told by telephone when this principal is asked for. Its button puts the pane
// that changes it, with calendar and reception hours, in the place of the sheet.
type policyFoot struct {
	p     *policyPage
	owner softphone.PrincipalID
	shown string // as drawn
	pane  *housePane
	over  kit.Box1 // the sheet, or the pane
	line  kit.Box1
}

func newPolicyFoot(p *policyPage, owner softphone.PrincipalID) *policyFoot {
	f := &policyFoot{p: p, owner: owner, over: kit.Slot(), line: kit.Slot()}
	f.over.Put(p.scroll)
	f.paint(p.w.now())
	return f
}

func (f *policyFoot) object() fyne.CanvasObject {
	return kit.Panel(kit.Col(0, kit.G(f.over.Container), kit.LineH(kit.C.Border), f.line.Container))
}

// turn changes between the sheet and what is not told.
func (f *policyFoot) turn() {
	tr := f.p.w.tr
	if f.pane != nil {
		f.pane.late.flush()
		f.pane = nil
		f.over.Put(f.p.scroll)
	} else {
		f.pane = newHousePane(f.p.w, f.owner)
		back := kit.Btn(kit.Default, "back", tr("policy.not_told.back"), f.p.w.keycap("policy_not_told"), f.turn)
		f.over.Put(kit.Pad(10, 10, 12, 12, kit.Col(10, kit.Row(10, kit.G(kit.E(tr("policy.not_told.title"), kit.C.Text, kit.Line, kit.Semi)), back),
			kit.G(kit.VScroll(kit.Pad(0, 8, 0, 10, f.pane.object()))))))
	}
	f.shown = ""
	f.paint(f.p.w.now())
	kit.Relay(f.p.pane.Container)
}

func (f *policyFoot) paint(now time.Time) {
	if f.pane != nil {
		f.pane.paint(f.p.w.state, now)
	}
	tr := f.p.w.tr
	all := softphone.NotToldAbout(f.p.w.state.Office.NotTold, f.owner, "")
	var names []string
	instead := ""
	for _, n := range all {
		names = append(names, n.Matter)
		switch key := "policy.not_told." + string(n.Instead); instead {
		case "", key:
			instead = key
		default:
			instead = "policy.not_told.mixed"
		}
	}
	if shown := strings.Join(append(names, instead, tr("policy.not_told")), "\n"); shown == f.shown {
		return
	} else {
		f.shown = shown
	}
	a := []any{kit.Icon("x", kit.C.Text, 15), kit.T(tr("policy.not_told"), kit.C.Text, kit.Line, kit.Semi)}
	var chips []fyne.CanvasObject
	for _, s := range names {
		chips = append(chips, kit.Stack(kit.Box(kit.C.Surface, kit.C.Border, 6), kit.Pad(4, 4, 8, 8, kit.Row(5, kit.Icon("tag", kit.C.Muted, 13), kit.T(clipped(s), kit.C.Text, 12.5, kit.Med)))))
	}
	if len(chips) > 0 {
		a = append(a, kit.G(kit.WrapBox(6, 6, chips...)), kit.T(tr(instead), kit.C.Muted, kit.Small, kit.Reg))
	} else {
		a = append(a, kit.G(kit.E(tr("policy.not_told.none"), kit.C.Muted, kit.Line, kit.Reg)))
	}
	if f.pane == nil {
		a = append(a, kit.Btn(kit.Default, "note", tr("policy.not_told.edit"), f.p.w.keycap("policy_not_told"), func() { f.p.w.run("policy_not_told") }).WithHint(f.p.w.hintOf("policy_not_told")))
	}
	f.line.Put(kit.Stack(kit.Rect(kit.C.Sunken, 0), kit.Pad(8, 8, 16, 12, kit.Row(10, a...))))
}
