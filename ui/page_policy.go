package ui

import (
	"slices"
	"time"

	"anteroom/softphone"
	"anteroom/ui/kit"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
)

// policyPage keeps the principals: who they are, where they are, and their answers to the ten questions.
type policyPage struct {
	w     *Window
	state softphone.State
	late  *lateSave

	lines  []principalLine // as laid out last
	list   kit.Box1
	pane   kit.Box1
	chosen softphone.PrincipalID
	begun  map[softphone.PrincipalID]softphone.Principal // added here, not yet known to the desk

	edit     softphone.Principal // as typed
	told     softphone.Principal // as sent last; an older echo of the desk does not disturb
	built    softphone.PrincipalID
	fields   map[string]*kit.Entry
	answers  [softphone.PolicyQuestions]*kit.Entry
	presence *kit.Segmented
	until    *kit.Entry
	untilBad *kit.Ell
	name     *kit.Ell
	changed  *kit.Ell
	nameless *kit.Ell
	avatar   kit.Box1
	body     fyne.CanvasObject
}

func newPolicyPage(w *Window) *policyPage {
	p := &policyPage{w: w, list: kit.Slot(), pane: kit.Slot(), begun: map[softphone.PrincipalID]softphone.Principal{}}
	p.late = newLateSave(w)
	if old, ok := w.pages[pagePolicy].(*policyPage); ok { // built anew for another language or palette
		old.late.flush()
		p.chosen, p.begun = old.chosen, old.begun
	}
	add := kit.Btn(kit.Default, "plus", w.tr("policy.add"), "", p.add)
	left := kit.Col(10, kit.Pad(0, 0, 4, 0, kit.T(w.tr("policy.title"), kit.C.Text, kit.Title, kit.Semi)), kit.G(kit.VScroll(kit.Pad(0, 0, 0, 8, p.list.Container))), add)
	p.body = kit.Pad(16, 12, 16, 8, container.New(sidePanes{248, 560, 16}, left, p.pane.Container))
	p.paint(w.state, w.now())
	return p
}

func (p *policyPage) object() fyne.CanvasObject { return p.body }
func (p *policyPage) shown()                    {}

func (p *policyPage) paint(s softphone.State, now time.Time) {
	p.state = s
	for id := range p.begun {
		if _, known := s.Principal(id); known {
			delete(p.begun, id)
		}
	}
	all := p.all()
	if i := slices.IndexFunc(all, func(x softphone.Principal) bool { return x.ID == p.chosen }); i < 0 {
		p.chosen = ""
		if len(all) > 0 {
			p.chosen = all[0].ID
		}
	}
	lines := presentPrincipals(all, now, p.w.tr)
	if !slices.Equal(lines, p.lines) || p.list.Objects == nil || p.built != p.chosen {
		p.lines = lines
		p.list.Put(p.listOf(lines))
	}
	p.paintPane(all, now)
}

// all is the desk's principals and those added here.
func (p *policyPage) all() []softphone.Principal {
	all := slices.Clone(p.state.Principals)
	for _, x := range p.begun {
		all = append(all, x)
	}
	return all
}

func (p *policyPage) listOf(lines []principalLine) fyne.CanvasObject {
	a := []any{}
	for _, l := range lines {
		fill, line, ink := kit.C.Surface, kit.C.Border, kit.C.Text
		if l.ID == p.chosen {
			fill, line, ink = kit.C.AccentSoft, kit.C.Accent, kit.C.Accent
		}
		words := []any{kit.E(l.Name, ink, kit.Line, kit.Semi)}
		for _, s := range []string{l.Position, l.Where + " · " + l.Answered} {
			if s != "" {
				words = append(words, kit.E(s, kit.C.Muted, kit.Small, kit.Reg))
			}
		}
		a = append(a, kit.NewTap(fill, line, 8, kit.Pad(8, 8, 12, 12, kit.Row(10, presenceMark(l.Presence, 13),
			kit.G(kit.Col(1, words...)))), func() { p.choose(l.ID) }))
	}
	return kit.Col(6, a...)
}

func (p *policyPage) choose(id softphone.PrincipalID) {
	p.late.flush()
	p.chosen = id
	p.paint(p.state, p.w.now())
}

func (p *policyPage) add() {
	p.late.flush()
	x := newPrincipal(softphone.PrincipalID(newMessageID()), p.all())
	p.begun[x.ID] = x
	p.chosen = x.ID
	p.paint(p.state, p.w.now())
	p.w.canvas().Focus(p.fields["surname"])
}

func (p *policyPage) remove() { p.w.may(softphone.DeedDelete, p.removeChosen) }

func (p *policyPage) removeChosen() {
	x, name := p.edit, p.edit.Name()
	if name == "" {
		name = p.w.tr("policy.unnamed")
	}
	p.late.forget(string(x.ID))
	if _, ours := p.begun[x.ID]; ours {
		delete(p.begun, x.ID)
		p.paint(p.state, p.w.now())
		p.w.removed(p.w.tr("bar.removed", name), func() {
			p.begun[x.ID] = x
			p.choose(x.ID)
		})
		return
	}
	if now, ok := p.w.desk.State().Principal(x.ID); ok {
		x.Presence = now.Presence
	}
	p.w.press(func(press softphone.Press) softphone.Event {
		return softphone.PrincipalRemoved{Press: press, Principal: x.ID}
	}, func(softphone.CallID) {
		p.w.removed(p.w.tr("bar.removed", name), func() {
			p.w.press(func(press softphone.Press) softphone.Event {
				return softphone.PrincipalSaved{Press: press, Principal: x}
			})
		})
	})
}

// paintPane shows the chosen principal; what is being typed is left alone.
func (p *policyPage) paintPane(all []softphone.Principal, now time.Time) {
	i := slices.IndexFunc(all, func(x softphone.Principal) bool { return x.ID == p.chosen })
	if i < 0 {
		if p.built != "" || p.pane.Objects == nil {
			p.built = ""
			p.pane.Put(kit.Card(24, kit.Col(12, kit.P(p.w.tr("policy.empty"), kit.C.Muted, kit.Body, kit.Reg), kit.Fill())))
		}
		return
	}
	x := all[i]
	if p.built != x.ID {
		p.built, p.edit, p.told = x.ID, x, x
		p.pane.Put(p.build(x, now))
	}
	switch {
	case p.late.pending(string(x.ID)), p.typing(): // ahead of the desk
	case samePrincipal(x, p.told): // the echo, or nothing new
		p.edit.Policy.Changed = x.Policy.Changed
	default:
		p.edit, p.told = x, x
		p.putAll()
	}
	p.presence.Set(string(presenceKind(x)))
	if !p.until.Focused() {
		p.until.Put(untilText(x.Presence.Until, now, p.w.tr))
	}
	p.head(now)
}

// typing tells whether the caret is in one of the fields that PrincipalSaved carries.
func (p *policyPage) typing() bool {
	for _, e := range p.fields {
		if e.Focused() {
			return true
		}
	}
	for _, e := range p.answers {
		if e.Focused() {
			return true
		}
	}
	return false
}

func (p *policyPage) head(now time.Time) {
	name := p.edit.Name()
	if name == "" {
		name = p.w.tr("policy.unnamed")
	}
	if p.name.Text() != name || p.avatar.Objects == nil {
		p.avatar.Put(kit.Avatar(initials(p.edit.Name()), 44))
	}
	p.name.Set(name)
	p.changed.Set(changedWords(p.edit, now, p.w.tr))
	if p.edit.Surname == "" && p.edit.FirstName == "" {
		note(p.nameless, p.w.tr("policy.name_wanted"))
	} else {
		note(p.nameless, "")
	}
}

// typed keeps a change and sends it when typing pauses. A principal without any name is not sent: he could not be told
// from another.
func (p *policyPage) typed(change func(*softphone.Principal)) {
	change(&p.edit)
	p.head(p.w.now())
	x := p.edit
	if _, ours := p.begun[x.ID]; ours {
		p.begun[x.ID] = x
	}
	if x.Name() == "" {
		p.late.forget(string(x.ID))
		return
	}
	at := p.w.now()
	p.told = x
	p.late.put(string(x.ID), func() softphone.Event {
		// Where he is may have been set meanwhile, on the desk.
		if now, ok := p.w.desk.State().Principal(x.ID); ok {
			x.Presence = now.Presence
		}
		return softphone.PrincipalSaved{Press: softphone.Press{At: softphone.At{At: at}}, Principal: x}
	})
}

func (p *policyPage) setPresence(kind softphone.PresenceKind, until string) {
	t, ok := parseUntil(until, p.w.now())
	if !ok {
		note(p.untilBad, p.w.tr("policy.until.wrong"))
		return
	}
	note(p.untilBad, "")
	if kind == softphone.PresenceIn {
		t = time.Time{}
	}
	id := p.edit.ID
	if x, ours := p.begun[id]; ours {
		x.Presence = softphone.Presence{Kind: kind, Until: t}
		p.begun[id] = x
		p.edit.Presence = x.Presence
		return
	}
	p.w.press(func(press softphone.Press) softphone.Event {
		return softphone.PresenceSet{Press: press, Principal: id, Presence: softphone.Presence{Kind: kind, Until: t}}
	})
}
