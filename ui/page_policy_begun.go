package ui

import (
	"encoding/json"
	"reflect"
	"slices"
	"strings"

	"anteroom/softphone"
	"anteroom/ui/kit"

	"fyne.io/fyne/v2"
)

// begunRule is a rule in its form that is not on the sheet yet. It stays with its principal, whatever else is opened
// meanwhile and through quitting, until it is saved or given up.
type begunRule struct {
	id     string
	row    int
	draft  draftRule
	first  draftRule         // as the form was opened
	deputy *softphone.Deputy // on their row: whom it changes; nil for a new one
}

func newBegunRule(row int, d draftRule, deputy *softphone.Deputy) *begunRule {
	return &begunRule{id: string(newMessageID()), row: row, draft: d, first: d, deputy: deputy}
}

// begunBody is how it is kept.
type begunBody struct {
	Principal    softphone.PrincipalID
	Row          int
	Draft, First draftRule
	Deputy       *softphone.Deputy
}

// keptRule keeps a rule as it is being written, or no longer where nothing is written in it. It is called after every change.
func (p *policyPage) keptRule(of softphone.PrincipalID, b *begunRule) {
	if !b.changed() {
		p.keeper.drop(b.id)
		return
	}
	p.keeper.keep(b.id, begunBody{of, b.row, b.draft, b.first, b.deputy})
}

// readBegun takes over, once, what an earlier run left half written. What cannot be read, or is of somebody who is gone,
// is dropped.
func (p *policyPage) readBegun(s softphone.State) {
	if p.loaded || !s.Opened {
		return
	}
	p.loaded = true
	p.keeper.left(s, func(id string, body []byte) bool {
		var k begunBody
		err := json.Unmarshal(body, &k)
		if _, known := s.Principal(k.Principal); err != nil || !known || k.Row < 1 || k.Row > policyRows {
			return false
		}
		p.begunRules[k.Principal] = append(p.begunRules[k.Principal], &begunRule{id, k.Row, k.Draft, k.First, k.Deputy})
		return true
	})
}

// saved: a person was deleted, and rules that name him with him.
func (p *policyPage) saved(k softphone.SavedKind) {
	if k != softphone.SavedErasure {
		return
	}
	for id, all := range p.begunRules {
		p.begunRules[id] = slices.DeleteFunc(all, func(b *begunRule) bool { return p.keeper.gone(b.id) })
	}
	for _, r := range p.rows {
		if r != nil && r.edit != nil && !slices.Contains(p.begunRules[p.edit.ID], r.edit.begun) {
			r.edit, r.drawn = nil, false
		}
	}
	if p.built != "" {
		p.paintSheet(p.w.now())
	}
}

// changed reports whether anything was written.
func (b *begunRule) changed() bool {
	now := b.draft
	now.Picked = b.first.Picked // what was offered is not what was chosen
	return !reflect.DeepEqual(now, b.first)
}

// of reports whether it is the form of a rule, or of a deputy.
func (b *begunRule) of(row int, rule softphone.RuleID, deputy *softphone.Deputy) bool {
	if b.row != row || b.draft.Rule.ID != rule || (b.deputy == nil) != (deputy == nil) {
		return false
	}
	return deputy == nil || reflect.DeepEqual(*b.deputy, *deputy)
}

// words are what was written so far, as it was typed.
func (b *begunRule) words(say wording) string {
	d, parts := b.draft, []string{}
	for _, s := range []string{d.Who, d.Phone, d.Rule.Topic, d.Hours, d.To, d.Rule.Text} {
		if s = strings.TrimSpace(s); s != "" {
			parts = append(parts, s)
		}
	}
	if len(parts) == 0 {
		return say("policy.begun.empty")
	}
	return strings.Join(parts, " → ")
}

// lacks says what has to be written before it can stand on the sheet.
func (b *begunRule) lacks(today softphone.Date, say wording) string {
	if _, bad := b.draft.rule(today, say); bad != "" {
		return bad
	}
	return say("policy.begun.unsaved")
}

// begunOn are the rules of a row that were begun and put away.
func (p *policyPage) begunOn(row int) (out []*begunRule) {
	for _, b := range p.begunRules[p.edit.ID] {
		if open := p.rows[row-1].edit; b.row == row && b.changed() && (open == nil || open.begun != b) {
			out = append(out, b)
		}
	}
	return out
}

// begunAt is the form of a rule that was begun before, else a new one, which is kept from now on.
func (p *policyPage) begunAt(row int, d draftRule, deputy *softphone.Deputy) *begunRule {
	for _, b := range p.begunRules[p.edit.ID] {
		if (d.Rule.ID != "" || deputy != nil) && b.of(row, d.Rule.ID, deputy) {
			return b
		}
	}
	b := newBegunRule(row, d, deputy)
	p.begunRules[p.edit.ID] = append(p.begunRules[p.edit.ID], b)
	return b
}

// giveUp drops a rule that was begun, or that stands on the sheet now.
func (p *policyPage) giveUp(id softphone.PrincipalID, b *begunRule) {
	p.begunRules[id] = slices.DeleteFunc(p.begunRules[id], func(x *begunRule) bool { return x == b })
	p.keeper.drop(b.id)
}

// putAway closes the form that is open; what was written in it is kept, and what it lacks is said.
func (p *policyPage) putAway() {
	for _, r := range p.rows {
		if r == nil || r.edit == nil {
			continue
		}
		b := r.edit.begun
		r.edit, r.drawn = nil, false
		if !b.changed() {
			p.giveUp(p.edit.ID, b)
			continue
		}
		p.w.notify(noticeRefused, p.w.tr("policy.begun.kept", b.lacks(softphone.DateOf(p.w.now()), p.w.tr)))
	}
}

// begunChip is a rule that was begun: pressed, it can be written to its end.
func (r *questionRow) begunChip(b *begunRule, v begunView) *kit.Tap {
	parts := kit.Row(5, kit.Icon("note", kit.C.Warn, 13), kit.T(v.Chip, kit.C.Text, 12.5, kit.Med))
	return kit.NewTap(kit.C.WarnSoft, kit.C.Warn, 6, kit.Pad(4, 4, 8, 8, parts), func() {
		r.p.edits(func() { r.begin(b) })
	}).WithHint(v.Whole)
}

// begunViews are the chips of rules that were begun on a row.
func (p *policyPage) begunViews(row int) (out []begunView) {
	today := softphone.DateOf(p.w.now())
	for _, b := range p.begunOn(row) {
		words, lacks := b.words(p.w.tr), b.lacks(today, p.w.tr)
		out = append(out, begunView{p.w.tr("policy.begun", cutTo(words, 22), cutTo(lacks, 40)), p.w.tr("policy.begun", words, lacks)})
	}
	return out
}

// begunChips draws them.
func (r *questionRow) begunChips() (out []fyne.CanvasObject) {
	if len(r.shown.Begun) == 0 {
		return nil
	}
	for i, b := range r.p.begunOn(r.n) {
		if i < len(r.shown.Begun) {
			t := r.begunChip(b, r.shown.Begun[i])
			r.begun = append(r.begun, t)
			out = append(out, t)
		}
	}
	return out
}
