package ui

import (
	"image/color"

	"anteroom/softphone"
	"anteroom/ui/kit"

	"fyne.io/fyne/v2"
)

// trust shows the fingerprint of a refused certificate and asks whether to accept it; where another was accepted before,
// it warns and shows both. The line is then added again, with the password that the desk has.
func (l *linesSection) trust(s softphone.LineStatus) {
	w, a := l.w, s.Account
	before := a.TrustedCert
	a.TrustedCert = s.Reason.Detail
	q := question{title: w.tr("settings.cert.title", a.Address), text: w.tr("settings.cert.text"), yes: w.tr("settings.cert.yes"), danger: true,
		more: printWell(s.Reason.Detail, kit.C.Text)}
	if before != "" {
		q.title, q.text = w.tr("settings.cert.changed.title", a.Address), ""
		q.more = kit.Col(10,
			kit.Strip(kit.C.Danger, kit.C.DangerSoft, "warn", kit.P(w.tr("settings.cert.changed.text"), kit.C.Text, kit.Line, kit.Med)),
			kit.Caption(w.tr("settings.cert.before")), printWell(before, kit.C.Muted),
			kit.Caption(w.tr("settings.cert.now")), printWell(s.Reason.Detail, kit.C.Text))
	}
	q.then = func() { l.save(a, l.typed[a.ID]) }
	w.confirm(q)
}

// printWell is a fingerprint to be compared by eye or read aloud: eight pairs a row.
func printWell(hex string, ink color.NRGBA) fyne.CanvasObject {
	var rows []any
	for _, r := range fingerprintRows(hex) {
		rows = append(rows, kit.T(r, ink, 16, kit.Semi))
	}
	return kit.Stack(kit.Rect(kit.C.Sunken, 6), kit.PadA(12, kit.Col(2, rows...)))
}
