package ui

import (
	"context"
	"errors"

	"anteroom/softphone"
	"anteroom/ui/kit"

	"fyne.io/fyne/v2"
)

// may does a deed where whoever sits at the desk may do it; where that is the manager's, it asks for his password, which
// is good for this one deed.
func (w *Window) may(d softphone.Deed, then func()) {
	why := w.state.Forbids(d)
	var r softphone.Reason
	switch {
	case why == nil:
		then()
	case errors.As(why, &r) && r.Code == softphone.NeedsPassword && w.lock != nil:
		w.askPassword(w.tr("role.password.for."+string(d)), then)
	default:
		w.refuse(why)
	}
}

// mayHere is may for what is done with many small deeds, as a sheet is edited: the password is good until another page
// is opened.
func (w *Window) mayHere(d softphone.Deed, then func()) {
	if w.allowedHere(d) {
		then()
		return
	}
	w.may(d, func() {
		w.granted = d
		then()
	})
}

// allowedHere tells whether a deed can be done without asking.
func (w *Window) allowedHere(d softphone.Deed) bool {
	return w.state.Forbids(d) == nil || w.granted == d && w.state.Role() != softphone.Trainee
}

// openLog opens the message log, which is the manager's where there is a password.
func (w *Window) openLog() { w.may(softphone.DeedLog, func() { w.open(pageLog) }) }

// askPassword does something once the manager's password was right.
func (w *Window) askPassword(text string, then func()) {
	e := kit.NewPassword(w.tr("role.password"), nil)
	w.confirm(question{title: w.tr("role.password.title"), text: text, yes: w.tr("role.password.yes"), more: e, first: e, then: func() {
		w.tryPassword(softphone.Secret(e.Text), then)
	}})
}

func (w *Window) tryPassword(password softphone.Secret, then func()) {
	sealed := w.state.Settings.Get(softphone.SetManagerPassword)
	w.read(func(ctx context.Context) func() {
		err := w.lock.Try(ctx, sealed, password)
		return func() {
			if err != nil {
				w.refuse(err)
				return
			}
			then()
		}
	})
}

// roleMenu lets somebody else sit down: a list under the avatar.
func (w *Window) roleMenu() {
	opts := []kit.Option{}
	for _, r := range softphone.Roles {
		opts = append(opts, kit.Option{Value: string(r), Label: w.tr("role." + string(r))})
	}
	kit.Choose(w.canvas(), w.canvas().Size().Width-300, 52, w.tr("role.title"), opts, string(w.state.Role()), func(v string) { w.sitDown(softphone.Role(v)) })
}

func (w *Window) sitDown(r softphone.Role) {
	take := func() {
		w.press(func(p softphone.Press) softphone.Event { return softphone.RoleChosen{Press: p, Role: r, Proven: true} },
			func(softphone.CallID) {
				if w.at == pageLog && w.state.Forbids(softphone.DeedLog) != nil {
					w.open(pageDesk)
				}
				w.notify(noticeDone, w.tr("role.now."+string(r)))
			})
	}
	if r == softphone.Manager && w.state.Locked() && w.state.Role() != r {
		w.askPassword(w.tr("role.password.for.manager"), take)
		return
	}
	take()
}

// alwaysSecretary tells whether there is nothing to ask at the start: nobody but the secretary has sat here.
func alwaysSecretary(s softphone.State) bool { return !s.Locked() && s.Role() == softphone.Secretary }

// roleChoice offers the roles side by side; chosen runs once one is pressed.
func roleChoice(w *Window, now softphone.Role, chosen func()) *kit.Segmented {
	var opts []kit.Option
	for _, r := range softphone.Roles {
		opts = append(opts, kit.Option{Value: string(r), Label: w.tr("role." + string(r))})
	}
	var s *kit.Segmented
	s = kit.NewSegmented(opts, string(now), func(v string) {
		s.Set(string(w.state.Role())) // until it is so
		w.sitDown(softphone.Role(v))
		if chosen != nil {
			chosen()
		}
	})
	return s
}

// roles is the section of the settings with the role and the manager's password.
func (p *settingsPage) roles() fyne.CanvasObject {
	w := p.w
	s := roleChoice(w, p.state.Role(), nil)
	p.roleOf = s
	rows := []any{kit.Field(w.tr("role.title"), s), kit.P(w.tr("role.why"), kit.C.Muted, kit.Line, kit.Reg), kit.LineH(kit.C.Border)}
	state := w.tr("role.lock.off")
	if p.state.Locked() {
		state = w.tr("role.lock.on")
	}
	rows = append(rows, kit.P(state, kit.C.Text, kit.Line, kit.Med))
	fresh, again := kit.NewPassword("", nil), kit.NewPassword("", nil)
	set := kit.Btn(kit.Default, "lock", w.tr("role.lock.set"), "", func() {
		if fresh.Text != again.Text {
			w.notify(noticeRefused, w.tr("role.lock.differ"))
			return
		}
		w.may(softphone.DeedLock, func() { w.lockDeeds(softphone.Secret(fresh.Text)) })
	})
	deeds := []any{set}
	if p.state.Locked() {
		deeds = append(deeds, kit.Btn(kit.Danger, "", w.tr("role.lock.take"), "", func() { w.may(softphone.DeedLock, func() { w.tellLocked("") }) }))
	}
	rows = append(rows, kit.RowS(16, kit.G(kit.Field(w.tr("role.lock.new"), fresh)), kit.G(kit.Field(w.tr("role.lock.again"), again))),
		kit.Row(8, append(deeds, kit.Fill())...), kit.P(w.tr("role.lock.honest"), kit.C.Muted, kit.Line, kit.Reg))
	return p.section("roles", rows...)
}

func (w *Window) lockDeeds(password softphone.Secret) {
	w.read(func(ctx context.Context) func() {
		sealed, err := w.lock.Seal(ctx, password)
		return func() {
			if err != nil {
				w.notify(noticeRefused, w.tr("role.lock.short", softphone.MinPassword))
				return
			}
			w.tellLocked(sealed)
		}
	})
}

// tellLocked changes the lock; may has asked for the old password.
func (w *Window) tellLocked(sealed string) {
	w.press(func(p softphone.Press) softphone.Event {
		return softphone.DeedsLocked{Press: p, Sealed: sealed, Proven: true}
	}, func(softphone.CallID) {
		word := "role.lock.done"
		if sealed == "" {
			word = "role.lock.gone"
		}
		w.notify(noticeDone, w.tr(word))
	})
}

// roleWord names the role beside the initials, where it is not the secretary's.
func roleWord(w *Window) fyne.CanvasObject {
	r := w.state.Role()
	if r == softphone.Secretary {
		return kit.Empty(0, 0)
	}
	return kit.Pill(w.tr("role."+string(r)), kit.C.Accent, kit.C.AccentSoft, kit.Icon("user", kit.C.Accent, 13))
}
