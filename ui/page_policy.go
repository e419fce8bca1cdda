package ui

import (
	"slices"
	"time"

	"anteroom/softphone"
	"anteroom/ui/kit"

	"fyne.io/fyne/v2"
)

// policyPage keeps the principals and their sheets: ten rows of rules, beside them what contradicts, the week, and a
// place to try the sheet out. Every change is saved as it is made, and can be undone.
type policyPage struct {
	w     *Window
	state softphone.State
	late  *lateSave

	lines  []principalLine // as laid out last
	pane   kit.Box1
	chosen softphone.PrincipalID
	begun  map[softphone.PrincipalID]softphone.Principal // added here, not yet known to the desk

	edit  softphone.Principal // as typed
	told  softphone.Principal // as sent last; an older echo of the desk does not disturb
	built softphone.PrincipalID
	back  map[softphone.PrincipalID][]*softphone.SheetChange // what was changed, for undoing

	begunRules map[softphone.PrincipalID][]*begunRule // not on the sheet yet
	keeper     *begunKeeper
	loaded     bool // those of an earlier run are among them

	who      *kit.Select
	fields   map[string]*kit.Entry
	presence *kit.Segmented
	until    *kit.Entry
	untilBad *kit.Ell
	name     *kit.Ell
	changed  *kit.Ell
	nameless *kit.Ell
	avatar   kit.Box1
	details  kit.Box1
	card     fyne.CanvasObject // the details
	open     bool              // they show

	rows    [policyRows]*questionRow
	answers [softphone.PolicyQuestions]*kit.Entry
	current int // the question chosen, 1…
	scroll  *kit.Scroll
	side    *policySide
	foot    *policyFoot
	body    fyne.CanvasObject
}

func newPolicyPage(w *Window) *policyPage {
	p := &policyPage{w: w, pane: kit.Slot(), begun: map[softphone.PrincipalID]softphone.Principal{},
		back: map[softphone.PrincipalID][]*softphone.SheetChange{}, begunRules: map[softphone.PrincipalID][]*begunRule{}, current: 1}
	p.late = newLateSave(w)
	p.keeper = newBegunKeeper(w, softphone.BegunRule, p.late)
	if old, ok := w.pages[pagePolicy].(*policyPage); ok { // built anew for another language or palette
		old.late.flush()
		p.keeper.held = old.keeper.held
		p.chosen, p.begun, p.back, p.begunRules, p.loaded, p.current, p.open = old.chosen, old.begun, old.back, old.begunRules, old.loaded, old.current, old.open
	}
	p.body = kit.Pad(16, 12, 16, 8, p.pane.Container)
	p.paint(w.state, w.now())
	return p
}

func (p *policyPage) object() fyne.CanvasObject { return p.body }
func (p *policyPage) shown()                    {}

func (p *policyPage) paint(s softphone.State, now time.Time) {
	p.state = s
	p.readBegun(s)
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
	p.paintPane(all, now)
	if lines := presentPrincipals(all, now, p.w.tr); p.who != nil && !slices.Equal(lines, p.lines) {
		p.lines = lines
		p.who.SetOptions(principalOptions(lines))
	}
	if p.who != nil {
		p.who.Set(string(p.chosen))
	}
}

func principalOptions(lines []principalLine) (out []kit.Option) {
	for _, l := range lines {
		out = append(out, kit.Option{Value: string(l.ID), Label: l.Name, Icon: "user"})
	}
	return out
}

// all is the desk's principals and those added here.
func (p *policyPage) all() []softphone.Principal {
	all := slices.Clone(p.state.Principals)
	for _, x := range p.begun {
		all = append(all, x)
	}
	return all
}

func (p *policyPage) choose(id softphone.PrincipalID) {
	if id != p.edit.ID {
		p.putAway()
	}
	p.late.flush()
	p.chosen = id
	p.paint(p.state, p.w.now())
}

func (p *policyPage) add() { p.edits(p.addNow) }

// edits does what changes a sheet where whoever sits here may.
func (p *policyPage) edits(then func()) { p.w.mayHere(softphone.DeedPolicy, then) }

func (p *policyPage) addNow() {
	p.putAway()
	p.late.flush()
	x := newPrincipal(softphone.PrincipalID(newMessageID()), p.all())
	p.begun[x.ID] = x
	p.chosen = x.ID
	p.paint(p.state, p.w.now())
	p.showDetails(true)
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
			p := p.inUse()
			p.begun[x.ID] = x
			p.choose(x.ID)
		})
		return
	}
	if p.foot.pane != nil {
		p.foot.pane.late.flush()
	}
	leaving, ok := p.w.desk.State().Leaving(x.ID)
	if ok {
		x.Presence = leaving.Principal.Presence
	}
	leaving.Principal = x
	p.w.press(func(press softphone.Press) softphone.Event {
		return softphone.PrincipalRemoved{Press: press, Principal: x.ID}
	}, func(softphone.CallID) {
		p.w.removed(p.w.tr("bar.removed", name), func() {
			p.w.press(func(press softphone.Press) softphone.Event { return leaving.Back(press)[0] }, func(softphone.CallID) {
				for _, e := range leaving.Back(softphone.Press{At: softphone.At{At: p.w.now()}})[1:] {
					p.w.desk.Tell(e)
				}
			})
		})
	})
}

// paintPane shows the chosen principal; what is being typed is left alone.
func (p *policyPage) paintPane(all []softphone.Principal, now time.Time) {
	i := slices.IndexFunc(all, func(x softphone.Principal) bool { return x.ID == p.chosen })
	if i < 0 {
		if p.built != "" || p.pane.Objects == nil {
			p.built, p.who = "", nil
			p.pane.Put(kit.Card(24, kit.Col(12, kit.P(p.w.tr("policy.empty"), kit.C.Muted, kit.Body, kit.Reg),
				kit.Row(8, kit.Btn(kit.Primary, "plus", p.w.tr("policy.add"), "", p.add), kit.Fill()), kit.Fill())))
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
		p.edit.Policy.Changed, p.edit.Policy.By = x.Policy.Changed, x.Policy.By
	default:
		p.edit, p.told = x, x
		p.putAll()
	}
	p.presence.Set(string(presenceKind(x)))
	if !p.until.Focused() {
		p.until.Put(untilText(x.Presence.Until, now, p.w.tr))
	}
	p.edit.Presence = x.Presence
	p.head(now)
	p.foot.paint(now)
	p.paintSheet(now)
}

// paintSheet draws what has changed of rows and side.
func (p *policyPage) paintSheet(now time.Time) {
	clashes := softphone.Conflicts(p.edit.Policy, now)
	for i, m := range presentRows(p.edit.Policy, clashes, p.w.tr) {
		m.Begun = p.begunViews(i + 1)
		p.rows[i].paint(m, p.current == i+1)
	}
	p.side.paint(p.edit, clashes, now)
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
	p.changed.Set(joinDots(p.edit.Position, changedWords(p.edit, now, p.w.tr)))
	if p.edit.Surname == "" && p.edit.FirstName == "" {
		note(p.nameless, p.w.tr("policy.name_wanted"))
		p.showDetails(true)
	} else {
		note(p.nameless, "")
	}
}

// typed keeps a change and sends it when typing pauses. A principal without any name is not sent: he could not be told
// from another.
func (p *policyPage) typed(change func(*softphone.Principal)) {
	if !p.w.allowedHere(softphone.DeedPolicy) { // the key is taken back, and can be pressed again once it is allowed
		p.putBack()
		p.edits(func() {})
		return
	}
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

// inUse is the page as it stands in the window: another one once language or palette have changed.
func (p *policyPage) inUse() *policyPage {
	if now, ok := p.w.pages[pagePolicy].(*policyPage); ok {
		return now
	}
	return p
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
