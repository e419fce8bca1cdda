package ui

import (
	"context"
	"fmt"
	"os"
	"path/filepath"
	"reflect"
	"slices"

	"anteroom/softphone"
	"anteroom/ui/kit"
)

// turn shows the other language.
func (p *scriptsPage) turn(lang string) {
	p.lang = lang
	p.show()
}

func (p *scriptsPage) otherLanguage() {
	if p.lang == "nb" {
		p.turn("en")
	} else {
		p.turn("nb")
	}
}

// titles are words for something new, in each language of the script.
func titlesOf(key string) map[string]string {
	out := map[string]string{}
	for _, l := range languages {
		out[l] = inLanguage(l)(key)
	}
	return out
}

// addHere adds a step after the one that is open, or a situation where one is open.
func (p *scriptsPage) addHere() {
	if p.chosen == "" {
		return
	}
	if p.at.Situation != "" {
		p.addSituation()
		return
	}
	next, id := p.pair.AddOperation(p.at.Operation, titlesOf("scripts.new_step"))
	p.change(next, "", false)
	p.goTo(softphone.ScriptPlace{Operation: id, Part: "title"})
}

func (p *scriptsPage) addSituation() {
	next, id := p.pair.AddSituation(titlesOf("scripts.new_situation"))
	p.change(next, "", false)
	p.goTo(softphone.ScriptPlace{Situation: id, Part: "title"})
}

// removeHere takes out what is open; undo brings it back.
func (p *scriptsPage) removeHere() {
	title := whereOr(p)
	rows := presentOutline(p.pair, p.lang, nil, p.w.tr)
	i := slices.IndexFunc(rows, func(r outlineRow) bool { return r.At == p.at })
	next := p.pair
	switch {
	case p.at.Operation != "" && len(p.pair[p.lang].Operations) > 1:
		next = p.pair.RemoveOperation(p.at.Operation)
	case p.at.Situation != "":
		next = p.pair.RemoveSituation(p.at.Situation)
	default:
		return
	}
	id, change := p.chosen, softphone.PairChange{Before: p.pair, After: next}
	p.change(next, "", false)
	p.at = rows[max(i-1, 0)].At
	p.show()
	p.w.removed(p.w.tr("bar.removed", title), func() { p.inUse().takeBack(id, change) })
}

// inUse is the page as it stands in the window: another one once language or palette have changed.
func (p *scriptsPage) inUse() *scriptsPage {
	if now, ok := p.w.pages[pageScripts].(*scriptsPage); ok {
		return now
	}
	return p
}

// takeBack takes one change of a script back, and leaves what was typed since.
func (p *scriptsPage) takeBack(id softphone.ScriptID, c softphone.PairChange) {
	if p.chosen != id {
		p.choose(id)
	}
	if n := len(p.past); n > 0 && reflect.DeepEqual(p.past[n-1].pair, c.Before) && reflect.DeepEqual(p.pair, c.After) {
		p.undo()
		return
	}
	p.change(c.Undo(p.pair), "", true)
}

func (p *scriptsPage) moveHere(by int) {
	switch {
	case p.at.Operation != "":
		p.change(p.pair.MoveOperation(p.at.Operation, by), "", true)
	case p.at.Situation != "":
		p.change(p.pair.MoveSituation(p.at.Situation, by), "", true)
	}
}

func (p *scriptsPage) addChoice() {
	if p.at.Operation == "" {
		return
	}
	n := 0
	next := p.pair.OperationInAll(p.at.Operation, func(o *softphone.Operation) {
		o.Choices = append(o.Choices, softphone.Choice{})
		n = len(o.Choices)
	})
	p.change(next, "", true)
	if e := p.parts["choices"+count(n-1)]; e != nil {
		p.w.canvas().Focus(e)
	}
}

// translate copies what is open from the other language, to be translated.
func (p *scriptsPage) translate() {
	var from softphone.Script
	for l, s := range p.pair {
		if l != p.lang {
			from = s
		}
	}
	s, ok := p.pair[p.lang]
	if !ok {
		s = from
		s.Language = p.lang
	}
	if o, has := from.Operation(p.at.Operation); has && ok && p.at.Operation != "" {
		i := slices.IndexFunc(from.Operations, func(x softphone.Operation) bool { return x.ID == o.ID })
		s.Operations = slices.Insert(slices.Clone(s.Operations), min(i, len(s.Operations)), o)
	}
	if x, has := from.Situation(p.at.Situation); has && ok && p.at.Situation != "" {
		s.Situations = append(slices.Clone(s.Situations), x)
	}
	next := softphone.ScriptPair{p.lang: s}
	for l, x := range p.pair {
		if l != p.lang {
			next[l] = x
		}
	}
	p.change(next, "", true)
}

// add begins a script with a greeting and an ending.
func (p *scriptsPage) add() {
	id := softphone.ScriptID("")
	for n := 1; id == "" || slices.Contains(p.ids(), id); n++ {
		id = softphone.ScriptID(fmt.Sprintf("script-%d", n))
	}
	pair := softphone.ScriptPair{}
	for _, l := range languages {
		say := inLanguage(l)
		pair[l] = softphone.Script{ID: id, Language: l, Name: say("scripts.new_name"), Operations: []softphone.Operation{
			{ID: "greeting", Title: say("scripts.new_greeting"), Sentences: []string{softphone.UsualGreeting(l).Sentence()}, Hint: say("scripts.new_hint"),
				Choices: []softphone.Choice{{Text: say("scripts.new_choice"), To: "ending"}}},
			{ID: "ending", Title: say("scripts.new_ending"), Sentences: []string{say("scripts.new_farewell")}, Hint: say("scripts.new_hint"),
				Choices: []softphone.Choice{{Text: say("scripts.new_end"), Action: softphone.ActEnd}}},
		}}
	}
	p.late.flush()
	p.chosen, p.at, p.past, p.pair = id, softphone.ScriptPlace{}, nil, pair
	p.take(pair)
	p.goTo(softphone.ScriptPlace{Part: "name"})
}

// save makes a new version of what is edited, in both languages.
func (p *scriptsPage) save() {
	if p.chosen == "" || p.w.scripts.Book == nil {
		return
	}
	for _, x := range p.problems {
		if x.Blocks() {
			p.goTo(x.ScriptPlace)
			p.w.notify(noticeRefused, problemWords(x, p.pair, p.w.tr))
			return
		}
	}
	p.edits(p.saveNow)
}

// saveNow is save once it may be done.
func (p *scriptsPage) saveNow() {
	p.late.flush()
	id, pair := p.chosen, p.pair
	var all []softphone.Script
	for _, l := range softphone.ScriptLanguages {
		if s, ok := pair[l]; ok {
			all = append(all, s)
		}
	}
	p.w.inBackground(func() func() {
		ctx, cancel := context.WithTimeout(p.w.ctx, replyTime)
		defer cancel()
		done, err := p.w.scripts.Book.SaveScripts(ctx, all...)
		return func() {
			if err != nil {
				p.w.refuse(err)
				return
			}
			now := p.w.pages[pageScripts].(*scriptsPage) // another one, where the page was built anew meanwhile
			now.stored(id, pair, done)
			p.w.notify(noticeDone, p.w.tr("scripts.saved", p.name(id), done[0].Version))
		}
	})
}

// giveUp goes back to the version in use; undo brings the draft back.
func (p *scriptsPage) giveUp() {
	id, draft := p.chosen, p.pair
	saved := p.saved(id)
	for l := range draft {
		p.late.forget(string(id) + " " + l)
		p.w.tell(func(x softphone.Press) softphone.Event {
			return softphone.ScriptDraftDropped{Press: x, Script: id, Language: l}
		})
	}
	delete(p.drafts, id)
	if len(saved) == 0 {
		p.choose("")
	} else {
		p.choose(id)
	}
	p.w.removed(p.w.tr("bar.removed", draft[p.lang].Name), func() {
		p := p.inUse()
		if p.chosen != id {
			p.choose(id)
		}
		p.change(draft, "", true) // what was written since can be had back by undoing this
	})
}

// exportFile writes the script, in the language that is open, into the data folder.
func (p *scriptsPage) exportFile() {
	s, ok := p.pair[p.lang]
	if !ok || p.w.scripts.File == nil {
		return
	}
	path := filepath.Join(p.w.dataDir, "scripts", fmt.Sprintf("%s.%s.yaml", s.ID, s.Language))
	p.w.inBackground(func() func() {
		text, err := p.w.scripts.File.WriteScript(s)
		if err == nil {
			err = os.MkdirAll(filepath.Dir(path), 0o700)
		}
		if err == nil {
			err = writeWhole(path, text)
		}
		return func() {
			if err != nil {
				p.w.notify(noticeRefused, p.w.tr("scripts.not_exported", path, err.Error()))
				return
			}
			p.w.notify(noticeDone, p.w.tr("scripts.exported", path))
		}
	})
}

// importFile reads a script from a file into a draft, which is looked over before it is saved.
func (p *scriptsPage) importFile() {
	if p.w.scripts.File == nil {
		return
	}
	path := kit.NewEntry(filepath.Join(p.w.dataDir, "scripts")+string(filepath.Separator), "", nil)
	p.w.confirm(question{
		title: p.w.tr("scripts.import.title"), text: p.w.tr("scripts.import.text"), yes: p.w.tr("scripts.import.yes"),
		more: kit.Field(p.w.tr("scripts.import.path"), path), first: path,
		then: func() { p.readFile(path.Text) },
	})
}

func (p *scriptsPage) readFile(path string) {
	p.w.inBackground(func() func() {
		text, err := os.ReadFile(path)
		var s softphone.Script
		var wrong []softphone.ScriptFault
		if err == nil {
			s, wrong = p.w.scripts.File.ReadScript(text)
		}
		return func() {
			switch {
			case err != nil:
				p.w.notify(noticeRefused, p.w.tr("scripts.not_read", err.Error()))
			case len(wrong) > 0:
				p.w.inform(p.w.tr("scripts.import.wrong", filepath.Base(path)), faultLines(wrong, p.w.tr))
			default:
				p.imported(s)
			}
		}
	})
}

func faultLines(wrong []softphone.ScriptFault, say wording) string {
	out := ""
	for i, f := range wrong {
		if i == mostListed {
			break
		}
		words := problemWords(softphone.ScriptProblem{Code: "fault", Fault: f.Code, Detail: f.Detail}, nil, say)
		out += say("scripts.import.line", f.Line, words) + "\n"
	}
	return out
}

func (p *scriptsPage) imported(s softphone.Script) {
	next := softphone.ScriptPair{}
	old := p.drafts[s.ID]
	if old == nil {
		old = p.saved(s.ID)
	}
	for l, x := range old {
		next[l] = x
	}
	next[s.Language] = s
	p.late.flush()
	p.chosen, p.lang, p.at = s.ID, s.Language, softphone.ScriptPlace{}
	p.past = []scriptPast{{pair: old}}
	p.take(next)
	p.show()
	p.w.notify(noticeDone, p.w.tr("scripts.imported", s.Name))
}

// onScript makes a command's deed of one of the page of scripts.
func onScript(do func(*scriptsPage)) func(*Window, string) {
	return func(w *Window, _ string) {
		if p, ok := w.pages[pageScripts].(*scriptsPage); ok && w.at == pageScripts {
			do(p)
		}
	}
}

// editing is a deed that edits.
func editing(do func(*scriptsPage)) func(*scriptsPage) {
	return func(p *scriptsPage) { p.edits(func() { do(p) }) }
}

// scriptCommands are those of the page of scripts.
func scriptCommands() []*command {
	return []*command{
		{id: "script_save", keys: keys("Ctrl+Shift+V"), where: onScripts, do: onScript((*scriptsPage).save)},
		{id: "script_undo", keys: keys("Ctrl+Shift+Y"), where: onScripts, do: onScript(editing((*scriptsPage).undo))},
		{id: "script_problem", keys: keys("Ctrl+J"), where: onScripts, do: onScript((*scriptsPage).nextProblem)},
		{id: "script_language", keys: keys("Ctrl+Shift+J"), where: onScripts, do: onScript((*scriptsPage).otherLanguage)},
		{id: "script_add", keys: keys("Ctrl+Shift+Q"), where: onScripts, do: onScript(editing((*scriptsPage).addHere))},
		{id: "script_choice", keys: keys("Ctrl+Shift+N"), where: onScripts, do: onScript(editing((*scriptsPage).addChoice))},
		{id: "script_remove", keys: keys("Ctrl+Shift+Delete"), where: onScripts, do: onScript(editing((*scriptsPage).removeHere))},
		{id: "script_up", keys: keys("Ctrl+Shift+Up"), where: onScripts, do: onScript(editing(func(p *scriptsPage) { p.moveHere(-1) }))},
		{id: "script_down", keys: keys("Ctrl+Shift+Down"), where: onScripts, do: onScript(editing(func(p *scriptsPage) { p.moveHere(1) }))},
		{id: "script_before", keys: keys("Alt+Up"), where: onScripts, do: onScript(func(p *scriptsPage) { p.step(-1) })},
		{id: "script_after", keys: keys("Alt+Down"), where: onScripts, do: onScript(func(p *scriptsPage) { p.step(1) })},
	}
}
