package ui

import (
	"strings"

	"anteroom/softphone"
	"anteroom/ui/kit"

	"fyne.io/fyne/v2"
)

// notToldWords warn of what is talked of and not told by telephone, with what to suggest instead; "" for nothing.
func notToldWords(all []softphone.NotTold, say wording) string {
	if len(all) == 0 {
		return ""
	}
	var names []string
	instead := "policy.not_told." + string(all[0].Instead)
	for _, n := range all {
		names = append(names, n.Matter)
		if n.Instead != all[0].Instead {
			instead = "policy.not_told.mixed"
		}
	}
	return say("desk.not_told", strings.Join(names, ", "), say(instead))
}

// notTold is the warning above the sentence; pressed, it lays the situation that says so. nil where there is nothing to warn of.
func (p *scriptPanel) notTold(v scriptView) fyne.CanvasObject {
	words := notToldWords(v.Guide.NotTold, p.w.tr)
	if words == "" {
		return nil
	}
	row := []any{kit.Icon("warn", kit.C.Warn, 15), kit.G(kit.E(words, kit.C.Text, kit.Line, kit.Semi))}
	var say func()
	for _, x := range v.Guide.All {
		if x.ID == softphone.SituationNotTold {
			row = append(row, kit.T(x.Title, kit.C.Muted, kit.Small, kit.Reg), kit.Keycap(x.Key))
			say = func() { situate(p.w, x.Key) }
		}
	}
	return kit.NewTouch(kit.C.WarnSoft, kit.C.Warn, 6, kit.Pad(4, 4, 12, 8, kit.Row(8, row...)), say).WithHint(words)
}
