package ui

import (
	"reflect"

	"anteroom/softphone"
	"anteroom/ui/kit"
)

// stored takes over what has become a version of what was sent; what was typed meanwhile stays, as a draft of that version.
func (p *scriptsPage) stored(id softphone.ScriptID, sent softphone.ScriptPair, done []softphone.Script) {
	at := softphone.At{At: p.w.now()}
	p.w.desk.Tell(softphone.ScriptsSaved{At: at, Scripts: done})
	next, newer := softphone.ScriptPair{}, false
	for l, typed := range p.drafts[id] { // a language added meanwhile is in it, too
		if !reflect.DeepEqual(typed, sent[l]) {
			next[l], newer = typed, true
		}
	}
	for _, s := range done {
		typed, left := next[s.Language]
		if !left {
			typed = s
		}
		typed.Version = s.Version
		next[s.Language] = typed
	}
	p.state = p.w.desk.State()
	if newer {
		p.keep(id, next)
	} else {
		for l := range next {
			p.late.forget(string(id) + " " + l)
			p.w.desk.Tell(softphone.ScriptDraftDropped{Press: softphone.Press{At: at}, Script: id, Language: l})
		}
		delete(p.drafts, id)
	}
	if p.chosen == id {
		p.pair = next
		p.showAgain()
		return
	}
	p.outline()
}

// keep holds what is edited of a script, here and on the disk.
func (p *scriptsPage) keep(id softphone.ScriptID, next softphone.ScriptPair) {
	p.drafts[id] = next
	for language, s := range next {
		p.late.put(string(id)+" "+language, func() softphone.Event {
			return softphone.ScriptDrafted{Press: softphone.Press{At: softphone.At{At: p.w.now()}}, Script: s}
		})
	}
}

// showAgain draws everything anew under the caret, which stays where it is.
func (p *scriptsPage) showAgain() {
	var part string
	var old *kit.Entry
	for name, o := range p.parts {
		if e, ok := o.(*kit.Entry); ok && e.Focused() {
			part, old = name, e
		}
	}
	p.show()
	e, ok := p.parts[part].(*kit.Entry)
	if old == nil || !ok {
		return
	}
	e.Put(old.Text)                                // a line just begun is not in the script yet
	row, column := old.CursorRow, old.CursorColumn // the caret goes to the beginning as it leaves
	p.w.canvas().Focus(e)
	e.CursorRow, e.CursorColumn = row, column
	e.Refresh()
}
