package ui

import (
	"slices"

	"anteroom/softphone"
	"anteroom/ui/kit"

	"fyne.io/fyne/v2"
)

// linesSection is the accounts: how each stands, and the form to add or change one.
type linesSection struct {
	w     *Window
	body  *fyne.Container
	list  kit.Box1
	form  kit.Box1
	edit  *lineEditor
	lines []softphone.LineStatus // as laid out last
	laid  bool
	typed map[softphone.LineID]softphone.Secret
}

func newLinesSection(w *Window, typed map[softphone.LineID]softphone.Secret) *linesSection {
	l := &linesSection{w: w, list: kit.Slot(), form: kit.Slot(), typed: typed}
	l.form.Put(nil)
	l.body = kit.Col(12, l.form.Container, l.list.Container)
	return l
}

func (l *linesSection) paint(s softphone.State) {
	if l.laid && slices.EqualFunc(s.Lines, l.lines, sameLine) {
		return
	}
	l.lines, l.laid = s.Lines, true
	l.list.Put(l.cards())
}

// sameLine tells whether two lines look alike on the page.
func sameLine(a, b softphone.LineStatus) bool {
	x, y := a.Account, b.Account
	return x.ID == y.ID && x.Address == y.Address && x.User == y.User && x.DisplayName == y.DisplayName && x.Transport == y.Transport &&
		x.Register == y.Register && x.OwnNumber == y.OwnNumber && x.Proxy == y.Proxy && x.AuthUser == y.AuthUser && x.Listen == y.Listen &&
		x.TrustedCert == y.TrustedCert && x.Own == y.Own && x.Digits == y.Digits && x.RefuseMD5 == y.RefuseMD5 && a.MusicTrouble == b.MusicTrouble && x.SRTP == y.SRTP && x.STUN == y.STUN && slices.Equal(x.Codecs, y.Codecs) && a.State == b.State && a.Reason == b.Reason
}

func (l *linesSection) cards() fyne.CanvasObject {
	w := l.w
	a := []any{}
	own := 0
	for _, line := range l.lines {
		if line.Account.ID != softphone.PracticeLine {
			own++
		}
		a = append(a, l.card(line))
	}
	head := kit.Row(8, kit.G(kit.E(w.tr("settings.section.lines"), kit.C.Text, kit.Head, kit.Semi)),
		kit.Btn(kit.Default, "plus", w.tr("settings.line.add"), w.keycap("new_here"), l.add))
	if own == 0 {
		head = kit.Col(8, head, kit.P(w.tr("settings.line.none"), kit.C.Muted, kit.Line, kit.Reg))
	}
	return kit.Col(12, append([]any{head}, a...)...)
}

func lineTitle(a softphone.Account, say wording) string {
	switch {
	case a.ID == softphone.PracticeLine:
		return say("settings.line.practice")
	case a.User != "":
		return a.User + " · " + a.Address
	}
	return a.Address
}

func (l *linesSection) card(s softphone.LineStatus) fyne.CanvasObject {
	w, a := l.w, s.Account
	head := kit.Row(8, kit.G(kit.E(lineTitle(a, w.tr), kit.C.Text, kit.Head, kit.Semi)), linePill(s, w.tr))
	rows := []any{head}
	if a.ID == softphone.PracticeLine {
		rows = append(rows, kit.P(w.tr("settings.line.practice_hint"), kit.C.Muted, kit.Line, kit.Reg))
	} else {
		about := w.tr("settings.line.transport") + " " + upper(string(a.Transport))
		if a.OwnNumber != "" {
			about += " · " + w.tr("settings.line.own_number") + " " + readAloud(a.OwnNumber)
		}
		if a.Own.Company != "" {
			about += " · " + a.Own.Company
		}
		if a.Own.Ring != "" {
			about += " · " + w.tr("settings.ring_tune."+string(a.Own.Ring))
		}
		rows = append(rows, kit.E(about, kit.C.Muted, kit.Line, kit.Reg))
	}
	cert := s.Reason.Code == softphone.CertificateRefused
	if !s.Reason.Zero() {
		why := reasonWords(s.Reason, w.tr)
		if cert { // the fingerprint has its own dialog
			why = w.tr("settings.cert.unknown")
			if a.TrustedCert != "" {
				why = w.tr("settings.cert.changed")
			}
		}
		rows = append(rows, kit.Strip(kit.C.Danger, kit.C.DangerSoft, "warn", kit.P(why, kit.C.Text, kit.Line, kit.Med)))
	}
	if !s.MusicTrouble.Zero() {
		rows = append(rows, kit.Strip(kit.C.Warn, kit.C.WarnSoft, "warn", kit.P(reasonWords(s.MusicTrouble, w.tr), kit.C.Text, kit.Line, kit.Med)))
	}
	if a.ID != softphone.PracticeLine {
		buttons := []any{kit.Fill()}
		if cert {
			buttons = append(buttons, kit.Btn(kit.Primary, "", w.tr("settings.cert.show"), "", func() { l.trust(s) }))
		}
		buttons = append(buttons, kit.Btn(kit.Default, "", w.tr("settings.line.edit"), "", func() { l.open(a, w.tr("settings.line.edit_title", lineTitle(a, w.tr))) }),
			kit.Btn(kit.Danger, "", w.tr("settings.line.remove"), "", func() { l.remove(a) }))
		rows = append(rows, kit.Row(8, buttons...))
	}
	return kit.Card(16, kit.Col(10, rows...))
}

func linePill(s softphone.LineStatus, say wording) fyne.CanvasObject {
	word := say("settings.line.state." + string(s.State))
	switch s.State {
	case softphone.LineRegistered:
		if !s.Account.Register {
			word = say("settings.line.state.ready")
		}
		return kit.Pill(word, kit.C.Ok, kit.C.OkSoft, kit.Mark("seen", kit.C.Ok, 9))
	case softphone.LineRegistering:
		return kit.Pill(word, kit.C.Warn, kit.C.WarnSoft, kit.Mark("sent", kit.C.Warn, 9))
	case softphone.LineFailed:
		return kit.Pill(word, kit.C.Danger, kit.C.DangerSoft, kit.Mark("fail", kit.C.Danger, 10))
	}
	return kit.Pill(word, kit.C.Muted, kit.C.Sunken, kit.Mark("new", kit.C.Muted, 9))
}

func (l *linesSection) open(a softphone.Account, title string) {
	l.edit = newLineEditor(l, a, title)
	l.form.Put(l.edit.body)
	l.body.Refresh()
	l.w.canvas().Focus(l.edit.fields["address"])
}

// add opens the form of a line that is not there yet.
func (l *linesSection) add() {
	l.open(softphone.Account{Transport: softphone.UDP, Register: true}, l.w.tr("settings.line.new_title"))
}

func (l *linesSection) shut() {
	l.edit = nil
	l.form.Put(nil)
	l.body.Refresh()
}

func (l *linesSection) remove(a softphone.Account) {
	l.w.may(softphone.DeedDelete, func() { l.removeNow(a) })
}

func (l *linesSection) removeNow(a softphone.Account) {
	w := l.w
	w.press(func(p softphone.Press) softphone.Event { return softphone.LineRemoved{Press: p, Line: a.ID} }, func(softphone.CallID) {
		w.removed(w.tr("bar.removed", lineTitle(a, w.tr)), func() { l.save(a, l.typed[a.ID]) })
	})
}

func (l *linesSection) save(a softphone.Account, password softphone.Secret, then ...func(softphone.CallID)) {
	if a.ID != "" && password != "" {
		l.typed[a.ID] = password
	}
	l.w.press(func(p softphone.Press) softphone.Event {
		return softphone.LineAdded{Press: p, Account: a, Password: password}
	}, then...)
}
