package ui

import (
	"reflect"
	"slices"

	"anteroom/softphone"
)

// change puts another sheet in the place of this one, at once, and then tells which change it was, by which it can be
// had back.
func (p *policyPage) change(s softphone.Sheet, then ...func(*softphone.SheetChange)) {
	if reflect.DeepEqual(s.Rules, p.edit.Policy.Rules) && reflect.DeepEqual(s.Deputies, p.edit.Policy.Deputies) && s.Notes == p.edit.Policy.Notes {
		return
	}
	p.edits(func() {
		c := &softphone.SheetChange{Before: p.edit.Policy, After: s}
		p.back[p.edit.ID] = append(p.back[p.edit.ID], c)
		p.putSheet(s)
		for _, f := range then {
			f(c)
		}
	})
}

func (p *policyPage) putSheet(s softphone.Sheet) {
	p.typed(func(x *softphone.Principal) {
		x.Policy = s
		x.Policy.Changed = p.w.now()
	})
	p.late.flush()
	for i, e := range p.answers {
		if note := p.edit.Policy.Notes[i]; e.Text != note { // also the one with the caret: what is seen is what is kept
			e.Put(note)
			e.SetMinRowsVisible(rowsOf(note))
		}
	}
	p.paintSheet(p.w.now())
}

// undo takes the last change of the sheet back.
func (p *policyPage) undo() { p.edits(p.undoNow) }

func (p *policyPage) undoNow() {
	if old := p.back[p.edit.ID]; len(old) > 0 {
		p.takeBack(p.edit.ID, old[len(old)-1])
		return
	}
	p.w.notify(noticeRefused, p.w.tr("policy.nothing_to_undo"))
}

// takeBack takes one change of a principal's sheet back, and leaves everything that was written since.
func (p *policyPage) takeBack(id softphone.PrincipalID, c *softphone.SheetChange) {
	i := slices.Index(p.back[id], c)
	if p.edit.ID != id && slices.ContainsFunc(p.all(), func(x softphone.Principal) bool { return x.ID == id }) {
		p.choose(id)
	}
	if i < 0 || p.edit.ID != id { // taken back before, or the principal is gone
		p.w.notify(noticeRefused, p.w.tr("policy.nothing_to_undo"))
		return
	}
	p.back[id] = slices.Delete(p.back[id], i, i+1)
	p.putSheet(c.Undo(p.edit.Policy))
	p.w.notify(noticeDone, p.w.tr("policy.undone"))
}
